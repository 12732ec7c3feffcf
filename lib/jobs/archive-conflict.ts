/** Other bytes lie in the archive under the same name: somebody's SIGNATURE would have been overwritten. */
export class ArchiveConflict extends Error {
  override readonly name = 'ArchiveConflict'

  constructor(objectName: string) {
    super(`The archive holds other bytes under ${objectName}; they were left as they are`)
  }
}
