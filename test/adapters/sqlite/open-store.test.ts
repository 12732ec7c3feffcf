import { createHash, randomUUID } from 'node:crypto'
import { cpSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from '@jest/globals'
import { DATABASE_FILE, MARK_FILE, UnusableStore } from '../../../lib/adapters/sqlite/check-store-files.ts'
import { writeMark } from '../../../lib/adapters/sqlite/commit-mark.ts'
import { factTable } from '../../../lib/adapters/sqlite/facts.ts'
import { openStore } from '../../../lib/adapters/sqlite/open-store.ts'
import { sqliteFolders } from '../../support/sqlite.ts'

const { folder, open } = sqliteFolders()

/** A copy of a store with a few commits, as it lies there while it is open: as after a kill. */
const killedStore = async () => {
  const path = folder()
  const database = open(path)
  for (const name of ['one', 'two', 'three']) {
    await database.write(() => factTable(database).put({ name, value: 'v' }))
  }
  const copy = folder()
  cpSync(path, copy, { recursive: true })
  return copy
}

const tryToOpen = (path: string) => {
  try {
    return open(path) && 'opened'
  } catch (error) {
    return error
  }
}

describe('a store', () => {
  it('that was killed has everything that was committed', async () => {
    const database = open(await killedStore())

    expect(['one', 'two', 'three'].filter(name => factTable(database).get(name))).toHaveLength(3)
  })

  it('whose first start was killed before anything was committed starts anew', () => {
    const path = folder()
    writeMark(join(path, MARK_FILE), { storeId: randomUUID(), commits: 0 })
    expect(tryToOpen(path)).toBe('opened')

    const other = folder()
    writeMark(join(other, MARK_FILE), { storeId: randomUUID(), commits: 0 })
    const begun = new DatabaseSync(join(other, DATABASE_FILE))
    begun.exec('PRAGMA journal_mode = WAL')
    begun.close()
    expect(tryToOpen(other)).toBe('opened')
  })

  it.each<[string, (path: string) => void, RegExp]>([
    ['the database is missing', path => rmSync(join(path, DATABASE_FILE)), /waybill\.db is missing/],
    ['the database is empty', path => truncateSync(join(path, DATABASE_FILE)), /waybill\.db is empty/],
    ['the log is missing', path => rmSync(join(path, `${DATABASE_FILE}-wal`)), /commits: the end of .*-wal|is damaged/],
    [
      'the log has lost its end',
      path => {
        const log = join(path, `${DATABASE_FILE}-wal`)
        truncateSync(log, readFileSync(log).length - 4000)
      },
      /has 2 of at least 3 commits: the end of .*-wal is damaged or missing/,
    ],
    ['the mark is missing', path => rmSync(join(path, MARK_FILE)), /waybill\.commits is missing/],
    ['the mark is empty', path => truncateSync(join(path, MARK_FILE)), /waybill\.commits is damaged/],
    [
      "the mark is another store's",
      path => writeMark(join(path, MARK_FILE), { storeId: randomUUID(), commits: 1 }),
      /belong to different stores/,
    ],
    [
      'the database is of something else',
      path => {
        rmSync(join(path, DATABASE_FILE))
        rmSync(join(path, `${DATABASE_FILE}-wal`))
        const other = new DatabaseSync(join(path, DATABASE_FILE))
        other.exec('CREATE TABLE t (a)')
        other.close()
      },
      /not a database of Waybill/,
    ],
    ['the database is no database', path => writeFileSync(join(path, DATABASE_FILE), 'x'.repeat(5000)), /damaged/],
  ])('is not opened, and stays as it is, where %s', async (_what, damage, message) => {
    const path = await killedStore()
    damage(path)
    const before = contentsOf(path)

    const outcome = tryToOpen(path)

    expect(outcome).toBeInstanceOf(UnusableStore)
    expect(String(outcome)).toMatch(message)
    expect(String(outcome)).toMatch(/waybill restore/)
    expect(contentsOf(path)).toEqual(before)
  })

  it('of a newer Waybill is not opened, and the sentence gives the reason', async () => {
    const path = await killedStore()
    const newer = new DatabaseSync(join(path, DATABASE_FILE))
    newer.exec('PRAGMA user_version = 99')
    newer.close()

    expect(String(tryToOpen(path))).toMatch(/form 99, of a newer Waybill.*WAYBILL_DATA_DIR/)
  })

  it('is opened again as often as it is closed', async () => {
    const path = folder()
    for (let round = 0; round < 3; round += 1) {
      const database = openStore(path, randomUUID)
      await database.write(() => factTable(database).put({ name: `${round}`, value: 'v' }))
      await database.close()
    }

    expect(factTable(open(path)).get('0')).toBeDefined()
  })
})

/** A hash of each file that holds data. An empty log is as good as none. */
const contentsOf = (path: string) =>
  [DATABASE_FILE, `${DATABASE_FILE}-wal`, MARK_FILE].map(name => {
    const file = join(path, name)
    return createHash('sha256')
      .update(existsSync(file) ? readFileSync(file) : '')
      .digest('hex')
  })
