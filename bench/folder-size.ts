import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Blocks of stat(2) have this size, whatever the file system's own have. */
const BLOCK_BYTES = 512

/** What a file or a folder takes of the disk, in bytes. */
export const diskBytes = async (path: string): Promise<number> => {
  const { blocks } = await stat(path)
  const own = blocks * BLOCK_BYTES
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => [])
  let inside = 0
  for (const { parentPath, name } of entries) inside += (await stat(join(parentPath, name))).blocks * BLOCK_BYTES
  return own + inside
}
