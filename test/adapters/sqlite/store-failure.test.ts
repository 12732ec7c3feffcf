import { describe, expect, it } from '@jest/globals'
import { mayBeWhole, storeFailure } from '../../../lib/adapters/sqlite/store-failure.ts'

/** As `node:sqlite` throws them; the codes are those of sqlite.org/rescode.html. */
const failure = (errcode: number) => Object.assign(new Error('of SQLite'), { code: 'ERR_SQLITE_ERROR', errcode })

describe('a database that could not be read', () => {
  it.each([
    ['SQLITE_PERM', 3],
    ['SQLITE_BUSY', 5],
    ['SQLITE_LOCKED', 6],
    ['SQLITE_NOMEM', 7],
    ['SQLITE_READONLY', 8],
    ['SQLITE_READONLY_DIRECTORY', 1544],
    ['SQLITE_FULL', 13],
    ['SQLITE_CANTOPEN', 14],
    ['SQLITE_CANTOPEN_ISDIR', 526],
    ['SQLITE_IOERR_WRITE', 778],
    ['SQLITE_IOERR_LOCK', 3850],
    ['SQLITE_IOERR_SHMOPEN', 4618],
    ['SQLITE_IOERR_SHMSIZE', 4874],
    ['SQLITE_AUTH', 23],
  ])('may be whole: %s', (_, errcode) => {
    expect([mayBeWhole(failure(errcode)), mayBeWhole(storeFailure(failure(errcode)))]).toEqual([true, true])
  })

  it.each([
    ['SQLITE_ERROR', 1],
    ['SQLITE_CORRUPT', 11],
    ['SQLITE_CORRUPT_INDEX', 779],
    ['SQLITE_NOTADB', 26],
    ['SQLITE_IOERR_READ', 266],
    ['SQLITE_IOERR_SHORT_READ', 522],
  ])('is damaged: %s', (_, errcode) => {
    expect([mayBeWhole(failure(errcode)), mayBeWhole(storeFailure(failure(errcode)))]).toEqual([false, false])
  })
})
