import { DamagedStore, StoreFull } from '../../system.ts'

/** SQLite's own codes (sqlite.org/rescode.html); the extended ones have more above the lowest byte. */
const CORRUPT = 11
const NOT_A_DATABASE = 26
const IO_ERROR = 10
const FULL = 13
/** SQLITE_IOERR_WRITE, _FSYNC, _TRUNCATE, _SHMSIZE: what a disk or a quota that is full shows as, besides SQLITE_FULL. */
const CANNOT_GROW = new Set([3, 4, 6, 19].map(detail => IO_ERROR | (detail << 8)))

/** An error of SQLite as an error of the store. Any other error stays as it is. */
export const storeFailure = (error: unknown): unknown => {
  const errcode = errcodeOf(error)
  if (errcode === undefined) return error
  if (errcode % 256 === FULL || CANNOT_GROW.has(errcode)) return new StoreFull({ cause: error })
  if (errcode % 256 === CORRUPT || errcode % 256 === NOT_A_DATABASE)
    return new DamagedStore('the database', { cause: error })
  return error
}

/** SQLite's code of an error that `node:sqlite` has thrown. */
export const errcodeOf = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode
    : undefined
