/** A file that someone has chosen cannot be read, or is larger than anything of its kind. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused'
  readonly fileName: string
  readonly fault: 'tooLarge' | 'unreadable' | 'notText' | 'notUtf8'

  constructor(fileName: string, fault: FileRefused['fault'], cause?: unknown) {
    super(fileName, { cause })
    this.fileName = fileName
    this.fault = fault
  }
}

/** Manifests and SIGNATURE files are far smaller; whoever chooses the image of a disk has chosen the wrong file. */
export const LARGEST_TEXT = 1024 * 1024

/**
 * The bytes of a file, if it is not too large to be what is asked for: the page would hold all of it.
 *
 * @throws FileRefused also where it is a folder, or was moved since it was chosen
 */
export const readFile = async (file: File, mostBytes: number): Promise<Uint8Array<ArrayBuffer>> => {
  if (file.size > mostBytes) throw new FileRefused(file.name, 'tooLarge')
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch (error) {
    throw new FileRefused(file.name, 'unreadable', error)
  }
}
