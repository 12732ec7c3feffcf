/** The archive has other bytes under the same name: a SIGNATURE would have been overwritten. */
export class ArchiveConflict extends Error {
  override readonly name = 'ArchiveConflict'

  constructor(objectName: string) {
    super(`The archive holds other bytes under ${objectName}; they were left as they are`)
  }
}
