import { join } from 'node:path'
import { constants, DatabaseSync } from 'node:sqlite'
import { expect, it, jest } from '@jest/globals'
import { DATABASE_FILE, MARK_FILE } from '../../../lib/adapters/sqlite/check-store-files.ts'
import { readMark } from '../../../lib/adapters/sqlite/commit-mark.ts'
import { databaseOf, openDatabase, preparing } from '../../../lib/adapters/sqlite/database.ts'
import { factTable } from '../../../lib/adapters/sqlite/facts.ts'
import { DamagedStore, StoreFull } from '../../../lib/system.ts'
import { sqliteFolders } from '../../support/sqlite.ts'

const { folder, open } = sqliteFolders()

const commitsOf = (database: ReturnType<typeof open>) =>
  Number(database.prepare('SELECT commits FROM progress').get()?.commits)

it('commits all changes that wait at the same time at once', async () => {
  const database = open()
  const facts = factTable(database)
  const before = commitsOf(database)

  await Promise.all(
    Array.from({ length: 50 }, (_, index) => database.write(() => facts.put({ name: `${index}`, value: 'v' }))),
  )

  expect(commitsOf(database)).toBe(before + 1)
  expect(facts.get('49')).toEqual({ name: '49', value: 'v' })
})

it('plans a statement once, whatever its values and its limit are', () => {
  const sqlite = new DatabaseSync(':memory:')
  sqlite.exec('CREATE TABLE things (name TEXT PRIMARY KEY, isOpen INTEGER) STRICT')
  const page = preparing(sqlite)('SELECT name FROM things WHERE name > ? ORDER BY name LIMIT ?')
  let planned = 0
  // SQLite asks while it plans, and not while it runs. Whoever is asked anew makes it plan once more.
  sqlite.setAuthorizer(() => {
    planned += 1
    return constants.SQLITE_OK
  })

  page.all('', 1)
  const once = planned
  expect(once).toBeGreaterThan(0)

  for (const limit of [2, 50, 100]) page.all(`after ${limit}`, limit)

  expect(planned).toBe(once)
})

it('shows nothing of a change before it is committed', async () => {
  const database = open()
  const facts = factTable(database)

  const writing = database.write(() => facts.put({ name: 'a', value: '1' }))
  expect(facts.get('a')).toBeUndefined()
  await writing

  expect(facts.get('a')).toEqual({ name: 'a', value: '1' })
})

it('lets a change that fails fail alone, and does nothing of it', async () => {
  const database = open()
  const facts = factTable(database)
  const outcomes = await Promise.allSettled(
    Array.from({ length: 5 }, (_, index) =>
      database.write(() => {
        facts.put({ name: `${index}`, value: 'v' })
        if (index === 2) throw new Error('no')
        return index
      }),
    ),
  )

  expect(outcomes.map(({ status }) => status[0])).toEqual(['f', 'f', 'r', 'f', 'f'])
  expect([0, 1, 2, 3, 4].filter(index => facts.get(`${index}`))).toEqual([0, 1, 3, 4])
})

it('flushes nothing where nothing has changed', async () => {
  const database = open()
  const before = commitsOf(database)

  await database.write(() => 'looked only')

  expect(commitsOf(database)).toBe(before)
})

/** How many commits the mark beside the database shows as flushed. */
const flushedOf = (path: string) => {
  const mark = readMark(join(path, MARK_FILE))
  return typeof mark === 'object' ? mark.commits : mark
}

it('is done with a commit before it is flushed, and flushes it with whatever is flushed next', async () => {
  const path = folder()
  const database = open(path)
  const facts = factTable(database)
  await database.write(() => facts.put({ name: 'before', value: 'v' }))
  const before = commitsOf(database)
  expect(flushedOf(path)).toBe(before)

  await database.commit(() => facts.put({ name: 'a', value: 'v' }))
  await database.commit(() => facts.put({ name: 'b', value: 'v' }))
  expect([facts.get('b')?.value, flushedOf(path)]).toEqual(['v', before])

  await database.write(() => 'looked only')
  expect(flushedOf(path)).toBe(before + 2)
})

it('is done with `flushed` once everything that was committed is flushed', async () => {
  const path = folder()
  const database = open(path)
  await database.commit(() => factTable(database).put({ name: 'a', value: 'v' }))
  await database.flushed()

  expect(flushedOf(path)).toBe(commitsOf(database))
})

it('takes no change once a flush has failed, since it is unknown what the disk has', async () => {
  const sqlite = new DatabaseSync(':memory:')
  sqlite.exec('CREATE TABLE progress (id INTEGER, commits INTEGER); INSERT INTO progress VALUES (1, 0)')
  sqlite.exec('CREATE TABLE t (a)')
  let disk: () => Promise<void> = async () => undefined
  const database = databaseOf(sqlite, { flush: () => disk(), onFlush: () => undefined, close: () => undefined })
  const insert = database.prepare('INSERT INTO t VALUES (?)')
  const rows = () => database.prepare('SELECT a FROM t').all().length
  await database.write(() => insert.run('before'))

  disk = () => Promise.reject(new Error('EIO'))
  await expect(database.write(() => insert.run('one'))).rejects.toThrow('EIO')
  const there = rows()
  disk = async () => undefined

  await expect(database.commit(() => insert.run('two'))).rejects.toThrow('EIO')
  await expect(database.flushed()).rejects.toThrow('EIO')
  expect(rows()).toBe(there)
  await expect(database.close()).rejects.toThrow('EIO')
})

it('flushes what is committed also where no caller waits for it', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] })
  try {
    const path = folder()
    const database = open(path)
    const facts = factTable(database)
    await database.commit(() => facts.put({ name: 'a', value: 'v' }))
    expect(flushedOf(path)).toBeLessThan(commitsOf(database))

    jest.advanceTimersByTime(1000)
    while (flushedOf(path) !== commitsOf(database)) await new Promise(setImmediate)
  } finally {
    jest.useRealTimers()
  }
})

it('reports that the disk is full, goes on reading, and writes again once there is room', async () => {
  const database = open()
  const facts = factTable(database)
  await database.write(() => facts.put({ name: 'before', value: 'v' }))
  const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count)
  database.prepare(`PRAGMA max_page_count = ${pages + 1}`).get()
  const large = (name: string) => database.write(() => facts.put({ name, value: 'x'.repeat(100_000) }))

  const outcomes = await Promise.allSettled([large('one'), large('two'), database.write(() => 'small')])

  expect(outcomes).toEqual([
    { status: 'rejected', reason: expect.any(StoreFull) },
    { status: 'rejected', reason: expect.any(StoreFull) },
    { status: 'fulfilled', value: 'small' },
  ])
  expect(facts.get('before')).toBeDefined()
  expect(facts.get('one')).toBeUndefined()
  database.prepare('PRAGMA max_page_count = 100000').get()
  await large('one')
  expect(facts.get('one')).toBeDefined()
})

it('takes nothing more once it is closed, and keeps what it was given before', async () => {
  const path = folder()
  const database = open(path)
  const facts = factTable(database)
  const writing = database.write(() => facts.put({ name: 'last', value: 'v' }))
  await database.close()
  await writing

  await expect(database.write(() => 1)).rejects.toThrow('closed')
  expect(factTable(open(path)).get('last')).toBeDefined()
})

it('never gives an item that is not the one that was written', async () => {
  const path = folder()
  const database = open(path)
  const facts = factTable(database)
  await database.write(() => facts.put({ name: 'pin', value: '1234' }))
  await database.close()
  const bare = openDatabase(join(path, DATABASE_FILE))
  await bare.write(() =>
    bare.prepare(`UPDATE facts SET item = '{"name":"pin","value":"1235"}' WHERE name = 'pin'`).run(),
  )
  await bare.write(() => bare.prepare("UPDATE facts SET name = 'pins' WHERE name = 'store-id'").run())
  await bare.close()

  const damaged = factTable(openDatabase(join(path, DATABASE_FILE)))

  expect(() => damaged.get('pin')).toThrow(new DamagedStore('the fact "pin"'))
  expect(() => damaged.get('pins')).toThrow(DamagedStore)
})
