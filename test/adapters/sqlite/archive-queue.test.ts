import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, jest } from '@jest/globals'
import { createFolderArchive } from '../../../lib/adapters/folder/archive.ts'
import { createQueuedArchive } from '../../../lib/adapters/sqlite/archive-queue.ts'
import { createArchiveSums } from '../../../lib/adapters/sqlite/archive-sums.ts'
import type { Database } from '../../../lib/adapters/sqlite/database.ts'
import { newId } from '../../../lib/adapters/system/system.ts'
import { ArchiveConflict } from '../../../lib/jobs/archive-conflict.ts'
import { DamagedStore, StoreFull } from '../../../lib/system.ts'
import { itIsAnArchive } from '../../contract/archive.ts'
import { collectLog } from '../../depot/depot-fixture.ts'
import { sqliteFolders } from '../../support/sqlite.ts'

const { open } = sqliteFolders()
const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

const NAME = 'signatures/lab/AB123/SIGNATURE'
const bytes = (text: string) => new TextEncoder().encode(text)

/** So late that no test is still there. */
const NEVER_MS = 3_600_000

/** The archive of a data folder, as one process has it after the other. It files when it is told to. */
const openArchive = (
  database: Database = open(),
  folder = mkdtempSync(join(tmpdir(), 'waybill-archive-')),
  fileMs = NEVER_MS,
) => {
  folders.push(folder)
  const files = createFolderArchive(folder, newId)
  const { log, lines } = collectLog()
  const waiting = () => Number(database.prepare('SELECT count(*) AS n FROM archiveQueue').get()?.n)
  const queued = createQueuedArchive(files, database, { log, fileMs })
  return {
    ...queued,
    ...createArchiveSums(queued, database),
    database,
    folder,
    lines,
    waiting,
    pathOf: (name: string) => join(folder, name),
  }
}

describe('an archive that has some of its objects in the database', () => {
  itIsAnArchive(async () => openArchive())
})

describe('an archive whose objects have all become files', () => {
  itIsAnArchive(async () => {
    const archive = openArchive()
    return {
      ...archive,
      put: async (...object) => {
        await archive.put(...object)
        await archive.file()
      },
    }
  })
})

it('has a small object in the database at once, and as a file of its owner once it is filed', async () => {
  const archive = openArchive()
  await archive.put(NAME, bytes('a'), 'text/plain')
  expect([archive.waiting(), existsSync(archive.pathOf(NAME))]).toEqual([1, false])

  await archive.file()

  expect([archive.waiting(), readFileSync(archive.pathOf(NAME), 'utf8')]).toEqual([0, 'a'])
  expect(await archive.get(NAME)).toEqual(bytes('a'))
})

it('files by itself what is put, also where more is put meanwhile', async () => {
  const archive = openArchive(open(), undefined, 0)
  const names = Array.from({ length: 40 }, (_, index) => `signatures/lab/J${(index * 7) % 40}/SIGNATURE`)
  for (const name of names) {
    await archive.put(name, bytes(name), 'text/plain')
    await new Promise(resolve => setImmediate(resolve))
  }
  await archive.stop()

  expect(archive.waiting()).toBe(0)
  expect(names.filter(name => readFileSync(archive.pathOf(name), 'utf8') !== name)).toEqual([])
})

it('files what a process that was killed has left', async () => {
  const killed = openArchive()
  await killed.put(NAME, bytes('a'), 'text/plain')

  const next = openArchive(killed.database, killed.folder)
  await next.stop()

  expect(readFileSync(killed.pathOf(NAME), 'utf8')).toBe('a')
})

it('takes what was filed, and still waits since the process was killed then, for filed', async () => {
  const archive = openArchive()
  await archive.put(NAME, bytes('a'), 'text/plain')
  const row = archive.database.prepare('SELECT * FROM archiveQueue').get()
  await archive.file()
  const { name = '', item = '', sum = '' } = row ?? {}
  await archive.database.write(() =>
    archive.database.prepare('INSERT INTO archiveQueue VALUES (?, ?, ?)').run(name, item, sum),
  )

  const next = openArchive(archive.database, archive.folder)
  await next.stop()

  expect([next.waiting(), next.lines]).toEqual([0, []])
})

it('writes a large object to its file at once', async () => {
  const archive = openArchive()
  await archive.put('artifacts/lab/AB123/a.pdf', Buffer.alloc(5000), 'application/pdf')

  expect([archive.waiting(), existsSync(archive.pathOf('artifacts/lab/AB123/a.pdf'))]).toEqual([0, true])
})

it('files later what could not leave the database at that moment', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] })
  try {
    const database = open()
    let rounds = 0
    const flushed = async () => {
      rounds += 1
      if (rounds === 1) throw new StoreFull()
      await database.flushed()
    }
    const archive = openArchive({ ...database, flushed }, undefined, 100)
    await archive.put(NAME, bytes('a'), 'text/plain')

    jest.advanceTimersByTime(100)
    while (archive.lines.length === 0) await new Promise(setImmediate)
    expect(archive.waiting()).toBe(1)
    jest.advanceTimersByTime(30_000)
    expect(rounds).toBe(2)
    await archive.file()

    expect([archive.waiting(), readFileSync(archive.pathOf(NAME), 'utf8')]).toEqual([0, 'a'])
  } finally {
    jest.useRealTimers()
  }
})

it('never puts other bytes beside a file that is there', async () => {
  const archive = openArchive()
  await archive.put(NAME, bytes('a'), 'text/plain')
  await archive.file()

  await expect(archive.put(NAME, bytes('b'), 'text/plain')).rejects.toThrow(ArchiveConflict)
  await archive.put(NAME, bytes('a'), 'text/plain')
  expect(archive.waiting()).toBe(0)
})

it('files the others where one cannot be filed, reports that one, and still has it', async () => {
  const archive = openArchive()
  const other = 'signatures/lab/AB124/SIGNATURE'
  await archive.put(NAME, bytes('a'), 'text/plain')
  await archive.put(other, bytes('b'), 'text/plain')
  // A file where a folder has to be.
  await createFolderArchive(archive.folder, newId).put('signatures/lab/AB122/SIGNATURE', bytes('c'), '')
  writeFileSync(archive.pathOf('signatures/lab/AB123'), 'in the way')

  await archive.file()
  expect([archive.waiting(), readFileSync(archive.pathOf(other), 'utf8')]).toEqual([1, 'b'])
  expect(archive.lines).toHaveLength(1)
  expect(await archive.get(NAME)).toEqual(bytes('a'))

  rmSync(archive.pathOf('signatures/lab/AB123'))
  await archive.stop()
  expect([archive.waiting(), readFileSync(archive.pathOf(NAME), 'utf8')]).toEqual([0, 'a'])
})

it('gives nothing that is not as it was put, and files nothing of the kind', async () => {
  const archive = openArchive()
  await archive.put(NAME, bytes('a'), 'text/plain')
  await archive.database.write(() =>
    archive.database.prepare(`UPDATE archiveQueue SET item = replace(item, 'YQ==', 'Yg==')`).run(),
  )

  await expect(archive.get(NAME)).rejects.toThrow(DamagedStore)
  await archive.file()
  expect([archive.waiting(), existsSync(archive.pathOf(NAME))]).toEqual([1, false])
})

it.each(['../SIGNATURE', '/etc/SIGNATURE', ''])('refuses the name %j before anything is stored', async name => {
  const archive = openArchive()

  await expect(archive.put(name, bytes('a'), 'text/plain')).rejects.toThrow('Not a name')
  expect(archive.waiting()).toBe(0)
})
