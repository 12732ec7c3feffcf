import { DatabaseSync } from 'node:sqlite'
import { expect, it } from '@jest/globals'
import { databaseOf } from '../../../lib/adapters/sqlite/database.ts'
import { createSqliteDepotJobs } from '../../../lib/adapters/sqlite/depot-jobs.ts'
import { depotJobTable } from '../../../lib/adapters/sqlite/depot-tables.ts'
import { FORMS } from '../../../lib/adapters/sqlite/forms.ts'
import { salvage } from '../../../lib/adapters/sqlite/salvage.ts'
import type { DepotEvent, DepotJob } from '../../../lib/depot/ports.ts'
import { sqliteFolders } from '../../support/sqlite.ts'

const { folder, open } = sqliteFolders()

const at = (minute: number) => `2026-11-21T10:0${minute}:00.000Z`
const received = (minute: number): DepotEvent => ({ type: 'received', signature: 'valid', at: at(minute) })
const returned: DepotEvent = { type: 'returned', carrier: 'UPS', trackingNumber: '1', at: at(9) }
const job = (jobId: string, events?: readonly DepotEvent[]): DepotJob => ({
  jobId,
  owner: 'AKID',
  jobType: 'Import',
  manifest: 'm',
  createdAt: at(0),
  version: 1,
  ...(events && { events }),
})

/** As they come out of the queue: SECND came first. */
const JOBS = [
  job('FIRST', [received(2)]),
  job('SECND', [received(1), { type: 'loading', at: at(3) }]),
  job('NEVER'),
  job('GONES', [received(1), returned]),
]
const queueOf = async (jobs: ReturnType<typeof createSqliteDepotJobs>) =>
  (await jobs.here({ limit: 10 })).jobs.map(({ jobId }) => jobId)

it('has after an update the devices that came before the database had a queue', async () => {
  const before = FORMS.findIndex(form => form.includes('CREATE TABLE depotDevices'))
  const sqlite = new DatabaseSync(':memory:')
  for (const form of FORMS.slice(0, before)) sqlite.exec(form)
  const database = databaseOf(sqlite)
  const table = depotJobTable(database)
  await database.write(() => {
    for (const one of JOBS) table.put(one)
  })

  for (const form of FORMS.slice(before)) sqlite.exec(form)

  expect(await queueOf(createSqliteDepotJobs(database, () => new Date(at(9))))).toEqual(['SECND', 'FIRST'])
})

it('updates a database with an item that cannot be read', () => {
  const before = FORMS.findIndex(form => form.includes('CREATE TABLE depotDevices'))
  const sqlite = new DatabaseSync(':memory:')
  for (const form of FORMS.slice(0, before)) sqlite.exec(form)
  sqlite.exec("INSERT INTO depotJobs VALUES ('BROKE', 'AKID', '2026', '{\"events\":[{', '')")

  for (const form of FORMS.slice(before)) sqlite.exec(form)

  expect(sqlite.prepare('SELECT count(*) AS n FROM depotDevices').get()).toMatchObject({ n: 0 })
})

it('has what a damaged store was rescued with', async () => {
  const path = folder()
  const database = open(path)
  const jobs = createSqliteDepotJobs(database, () => new Date(at(0)))
  for (const one of JOBS) await jobs.add(one, new Date(at(9)))
  await database.close()
  const target = open()

  await salvage(path, target)

  expect(await queueOf(createSqliteDepotJobs(target, () => new Date(at(9))))).toEqual(['SECND', 'FIRST'])
})

it('is read from an index in its order, and sorted by nothing', () => {
  const database = open()
  const asked: string[] = []
  const prepare: typeof database.prepare = sql => {
    asked.push(sql)
    return database.prepare(sql)
  }
  createSqliteDepotJobs({ ...database, prepare }, () => new Date(at(0)))
  const [sql = ''] = asked.filter(one => one.includes('depotDevices JOIN'))
  const plan = database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all('', '', 10)
    .map(({ detail }) => String(detail))

  expect(plan.filter(step => /TEMP B-TREE|AUTOMATIC|^SCAN \w+$/.test(step))).toEqual([])
})
