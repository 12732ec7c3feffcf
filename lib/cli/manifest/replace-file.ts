import { chmod, mkdtemp, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Writes a file's new content in place of what it was read as. The file is whole at every moment, even if the process ends: the new one
 * is written and flushed beside it, then takes its name. Its rights stay, and a link goes on to lead to it.
 *
 * @throws if the file has changed since it was read, and what the file system throws
 */
export const replaceFile = async (path: string, was: Uint8Array, content: string): Promise<void> => {
  const file = await realpath(path)
  const { mode } = await stat(file)
  const folder = await mkdtemp(join(dirname(file), '.waybill-'))
  try {
    const beside = join(folder, basename(file))
    const handle = await open(beside, 'wx', 0o600)
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await chmod(beside, mode & 0o7777)
    if (!(await readFile(file)).equals(was)) throw new Error('another program has changed it since it was read')
    await rename(beside, file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
