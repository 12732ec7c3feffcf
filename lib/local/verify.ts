import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isErrno } from '../adapters/folder/errno.ts'
import { checkStoreFiles, UnusableStore } from '../adapters/sqlite/check-store-files.ts'
import { type VerifiedItems, verifyItems } from '../adapters/sqlite/verify-items.ts'
import { archiveIn } from './data-dir.ts'

/** What a data folder holds, and what in it is not as it was written. */
export interface FolderContents extends Pick<VerifiedItems, 'counts' | 'commits'> {
  readonly damaged: readonly string[]
}

/**
 * Reads everything in a data folder, whether or not Waybill runs on it, and changes nothing.
 *
 * @throws UnusableStore if Waybill would not start on it
 */
export const verifyDataDir = async (path: string): Promise<FolderContents> => {
  if (checkStoreFiles(path).is !== 'whole') throw new UnusableStore(`${path} has no jobs: Waybill never ran on it.`)
  const { archived, damaged, ...rest } = verifyItems(path)
  const files = await Promise.all(
    [...archived].map(async ([name, sha256]) => {
      const bytes = await readFile(join(archiveIn(path), name)).catch(missing)
      if (bytes === undefined) return [`${name} in the archive is missing`]
      return hash('sha256', bytes) === sha256 ? [] : [`${name} in the archive`]
    }),
  )
  return { ...rest, damaged: [...damaged, ...files.flat()] }
}

const missing = (error: unknown): undefined => {
  if (!isErrno(error, 'ENOENT')) throw error
}
