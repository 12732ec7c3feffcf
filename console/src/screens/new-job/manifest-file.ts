import { askManifest } from '../../manifest/ask.ts'
import { FileRefused, LARGEST_TEXT, readFile } from '../../parts/read-file.ts'

/** A file that someone has chosen as a manifest. */
export interface ManifestFile {
  readonly name: string
  readonly text: string
  /** Why it cannot be a manifest. Default: it may be one */
  readonly refused?: FileRefused
}

/** Reads a file as manifests are read, whatever its encoding. */
export const readManifestFile = async (file: File): Promise<ManifestFile> => {
  const { name } = file
  try {
    const { text, isText } = await askManifest('decode', { bytes: await readFile(file, LARGEST_TEXT) })
    return { name, text, ...(!isText && { refused: new FileRefused(name, 'notText') }) }
  } catch (error) {
    if (error instanceof FileRefused) return { name, text: '', refused: error }
    throw error
  }
}
