import type { Dirent, Stats } from 'node:fs'
import { chmod, lstat, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '../adapters/folder/whole-file.ts'
import { CannotStart } from './cannot-start.ts'

const OTHERS = 0o077
const SHARED = 0o1000

/**
 * Makes a folder, and takes from everybody but its owner every right to it and to what is in it, also where it was there
 * before. Others could not reach anything deeper in a folder that was closed already.
 *
 * @throws CannotStart if others share the folder, so that its owner cannot close it
 */
export const takeFolder = async (path: string): Promise<void> => {
  await makeFolder(path)
  const folder = await stat(path)
  if (folder.mode & SHARED) {
    throw new CannotStart(
      `${path} is shared by all users of this machine; set WAYBILL_DATA_DIR to a folder of Waybill's own.`,
    )
  }
  await close(path, folder)
  for (const entry of await readdir(path, { withFileTypes: true, recursive: (folder.mode & OTHERS) !== 0 })) {
    await closeEntry(entry)
  }
}

const closeEntry = async (entry: Dirent): Promise<void> => {
  if (!entry.isFile() && !entry.isDirectory()) return
  const path = join(entry.parentPath, entry.name)
  await close(path, await lstat(path))
}

const close = async (path: string, { mode }: Stats): Promise<void> => {
  if ((mode & OTHERS) === 0) return
  try {
    await chmod(path, mode & ~OTHERS)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // Made by a killed process, and gone meanwhile.
    if (code === 'ENOENT') return
    if (code !== 'EPERM') throw error
    throw new CannotStart(
      `${path} belongs to another user, who can read what Waybill stores there; set WAYBILL_DATA_DIR to a folder of your own.`,
      { cause: error },
    )
  }
}
