import { DatabaseSync } from 'node:sqlite'
import { makePrivate } from './private-file.ts'
import { errcodeOf } from './store-failure.ts'

/** Another process works on the same folder. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse'
}

export interface Lock {
  release(): void
}

/** SQLITE_BUSY. */
const BUSY = 5

/**
 * Takes a lock that is the kernel's, by way of an empty database: it goes with the process, however that ends.
 *
 * @param waitMs how long another process is waited for; nothing else runs in this one meanwhile. Default: not at all
 * @throws FolderInUse
 */
export const lock = (path: string, { waitMs = 0 }: { readonly waitMs?: number } = {}): Lock => {
  makePrivate(path)
  const file = new DatabaseSync(path, { timeout: waitMs })
  try {
    // Nothing is ever written, so nothing needs a file to be undone from.
    file.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    file.close()
    if (errcodeOf(error) === BUSY) throw new FolderInUse(path, { cause: error })
    throw error
  }
  return { release: () => file.close() }
}
