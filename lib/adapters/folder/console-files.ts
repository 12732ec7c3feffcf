import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isErrno } from './errno.ts'

/** A name in one folder, and nothing that leads out of it. */
const NAME = /^[A-Za-z0-9_][\w.-]*$/

const NOT_A_FILE = ['ENOENT', 'EISDIR', 'ENAMETOOLONG']

/** The console's built files in a folder, each with a compressed copy `NAME.gz` if that is smaller. */
export const createFolderConsole = (folder: string) => {
  const bytesOf = async (name: string) => {
    try {
      return await readFile(join(folder, name))
    } catch (error) {
      if (NOT_A_FILE.some(code => isErrno(error, code))) return undefined
      throw error
    }
  }
  return {
    read: async (name: string) => {
      if (!NAME.test(name) || name.endsWith('.gz')) return undefined
      const [bytes, gzipped] = await Promise.all([bytesOf(name), bytesOf(`${name}.gz`)])
      return bytes && { bytes, ...(gzipped && { gzipped }) }
    },
    isBuilt: async () => (await bytesOf('index.html')) !== undefined,
  }
}
