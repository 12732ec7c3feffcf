import { realpathSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { isErrno } from '../adapters/folder/errno.ts'

/** Whether a path leads to a folder or into it, whatever links are on its way. What does not exist yet may be meant too. */
export const isWithin = (path: string, folder: string): boolean => {
  const way = relative(realPath(folder), realPath(path))
  return way !== '..' && !way.startsWith(`..${sep}`)
}

const realPath = (path: string): string => {
  try {
    return realpathSync(path)
  } catch (error) {
    if (!isErrno(error, 'ENOENT') || dirname(path) === path) throw error
    return join(realPath(dirname(path)), basename(path))
  }
}
