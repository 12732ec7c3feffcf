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

/**
 * What keeps this process from reading a database, and leaves open what is in it: rights, locks, memory, room (SQLITE_PERM,
 * _BUSY, _LOCKED, _NOMEM, _READONLY, _INTERRUPT, _FULL, _CANTOPEN, _PROTOCOL, _NOLFS, _AUTH).
 */
const OF_THE_MACHINE = new Set([3, 5, 6, 7, 8, 9, FULL, 14, 15, 22, 23])
/** SQLITE_IOERR_READ, _SHORT_READ, _DATA, _CORRUPTFS: the disk does not give back what it was given. */
const UNREADABLE = new Set([1, 2, 32, 33].map(detail => IO_ERROR | (detail << 8)))

/** Whether a database that could not be read may be whole all the same. */
export const mayBeWhole = (error: unknown): boolean => {
  if (error instanceof StoreFull) return true
  const errcode = errcodeOf(error)
  if (errcode === undefined) return false
  return OF_THE_MACHINE.has(errcode % 256) || (errcode % 256 === IO_ERROR && !UNREADABLE.has(errcode))
}

/** SQLite's code of an error that `node:sqlite` has thrown. */
export const errcodeOf = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode
    : undefined
