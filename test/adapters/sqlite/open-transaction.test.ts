import { DatabaseSync } from 'node:sqlite'
import { expect, it } from '@jest/globals'
import { createOpenTransaction } from '../../../lib/adapters/sqlite/open-transaction.ts'

const fail = (message: string): never => {
  throw new Error(message)
}

/** A disk that has no room for a commit when the test fills it, as SQLite shows that: it undoes the whole transaction. */
const smallDisk = () => {
  const sqlite = new DatabaseSync(':memory:')
  sqlite.exec('CREATE TABLE progress (id INTEGER, commits INTEGER); INSERT INTO progress VALUES (1, 0)')
  sqlite.exec('CREATE TABLE t (a TEXT)')
  const insert = sqlite.prepare('INSERT INTO t VALUES (?)')
  let isFull = false
  let canBegin = true
  const prepare = (sql: string) => {
    const statement = sqlite.prepare(sql)
    if (sql === 'BEGIN IMMEDIATE') return { run: () => (canBegin ? statement.run() : fail('SQLITE_BUSY')) }
    if (sql !== 'COMMIT') return statement
    const run = () => {
      if (!isFull) return statement.run()
      sqlite.exec('ROLLBACK')
      throw new Error('ENOSPC')
    }
    return { run }
  }
  const onlyCommit = new Proxy(sqlite, {
    get: (target, name) => {
      if (name === 'prepare') return prepare
      const member: unknown = Reflect.get(target, name, target)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
  const transaction = createOpenTransaction(onlyCommit)
  return {
    ...transaction,
    add: (text: string) => transaction.make(() => insert.run(text).changes),
    insert,
    rows: () =>
      sqlite
        .prepare('SELECT a FROM t ORDER BY rowid')
        .all()
        .map(({ a }) => a),
    isOpen: () => sqlite.isTransaction,
    /** As SQLite does where a statement that only reads cannot read a page. */
    undo: () => sqlite.exec('ROLLBACK'),
    begins: (can: boolean) => {
      canBegin = can
    },
    fill: (full: boolean) => {
      isFull = full
    },
  }
}

type Disk = ReturnType<typeof smallDisk>

it('commits what was made since the last commit at once', () => {
  const disk = smallDisk()
  disk.add('one')
  disk.add('two')

  expect([disk.commit(), disk.isOpen(), disk.rows()]).toEqual([1, false, ['one', 'two']])
  expect(disk.commit()).toBe(1)
})

it('does nothing of a change that fails, whether or not it has changed anything before, and all of the others', () => {
  const disk = smallDisk()
  disk.add('one')
  const fail = (text?: string) =>
    disk.make(() => {
      if (text !== undefined) disk.insert.run(text)
      throw new Error('no')
    })

  expect(() => fail()).toThrow('no')
  expect(() => fail('half')).toThrow('no')
  disk.add('two')
  disk.commit()
  expect(() => fail('half')).toThrow('no')
  expect(disk.isOpen()).toBe(false)
  disk.add('three')
  disk.commit()

  expect([disk.rows(), disk.losses()]).toEqual([['one', 'two', 'three'], 0])
})

it('leaves no transaction open for a change that has only looked', () => {
  const disk = smallDisk()
  expect(disk.make(() => disk.rows().length)).toEqual({ result: 0, hasChanged: false })
  expect(disk.isOpen()).toBe(false)
})

it('loses all that a commit had no room for, and shows that', () => {
  const disk = smallDisk()
  disk.add('before')
  disk.commit()
  disk.add('one')
  disk.add('two')
  disk.fill(true)

  expect(() => disk.commit()).toThrow('ENOSPC')
  expect([disk.rows(), disk.losses(), disk.isOpen()]).toEqual([['before'], 1, false])
  disk.fill(false)
  disk.add('three')
  disk.commit()

  expect([disk.rows(), disk.losses()]).toEqual([['before', 'three'], 1])
})

it('loses changes of which one comes to something else when it is made again, or fails then', () => {
  for (const second of [() => 'else', () => JSON.parse('no')]) {
    const disk = smallDisk()
    let isAgain = false
    disk.add('one')
    disk.make(() => {
      disk.insert.run('two')
      if (isAgain) return second()
      isAgain = true
      return 'the first time'
    })
    const failHalfWay = () =>
      disk.make(() => {
        disk.insert.run('three')
        throw new Error('no')
      })

    expect(failHalfWay).toThrow('no')
    expect([disk.rows(), disk.isOpen(), disk.losses()]).toEqual([[], false, 1])
  }
})

it('loses changes that SQLite has undone by itself, and commits none that comes after as if they were there', () => {
  const nexts = [
    (disk: Disk) => disk.add('two'),
    (disk: Disk) => disk.commit(),
    (disk: Disk) => disk.make(() => disk.rows()),
  ]
  for (const next of nexts) {
    const disk = smallDisk()
    disk.add('one')
    disk.undo()

    expect(() => next(disk)).toThrow('undone')
    expect([disk.rows(), disk.losses(), disk.isOpen()]).toEqual([[], 1, false])
    disk.add('three')
    expect([disk.commit(), disk.rows(), disk.losses()]).toEqual([1, ['three'], 1])
  }
})

it('loses changes that cannot be made again, since there is no transaction for them', () => {
  const disk = smallDisk()
  disk.add('one')
  const failHalfWay = () =>
    disk.make(() => {
      disk.insert.run('two')
      disk.begins(false)
      throw new Error('no')
    })

  expect(failHalfWay).toThrow('no')
  expect([disk.rows(), disk.losses(), disk.isOpen()]).toEqual([[], 1, false])
  disk.begins(true)
  disk.add('three')
  disk.commit()
  expect([disk.rows(), disk.losses()]).toEqual([['three'], 1])
})
