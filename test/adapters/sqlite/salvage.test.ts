import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from '@jest/globals'
import { DATABASE_FILE } from '../../../lib/adapters/sqlite/check-store-files.ts'
import { createSqliteDeliveryStore } from '../../../lib/adapters/sqlite/delivery-store.ts'
import { createSqliteJobLists } from '../../../lib/adapters/sqlite/job-lists.ts'
import { createSqliteJobOutbox } from '../../../lib/adapters/sqlite/job-outbox.ts'
import { createSqliteJobStore } from '../../../lib/adapters/sqlite/job-store.ts'
import { salvage } from '../../../lib/adapters/sqlite/salvage.ts'
import { createSqliteSubscriptionStore } from '../../../lib/adapters/sqlite/subscription-store.ts'
import { TABLES } from '../../../lib/adapters/sqlite/tables.ts'
import type { Listed } from '../../../lib/jobs/job-filter.ts'
import { noticesOf } from '../../../lib/subscriptions/watch/job-notices.ts'
import { fillStore } from '../../support/bit-flips.ts'
import { created } from '../../support/records.ts'
import { sqliteFolders } from '../../support/sqlite.ts'
import { delivery, subscription } from '../../support/subscriptions.ts'

const { folder, open } = sqliteFolders()
const JOBS = 40
const PAGE = 4096

const jobsOf = async (database: ReturnType<typeof open>): Promise<readonly Listed[]> =>
  (await createSqliteJobLists(database).list({}, { limit: 1000 })).entries

const countSchemaPages = (path: string): number => {
  const sqlite = new DatabaseSync(join(path, DATABASE_FILE), { readOnly: true })
  try {
    const row = sqlite.prepare("SELECT count(*) AS n FROM dbstat WHERE name = 'sqlite_schema'").get()
    return Number(row?.n)
  } finally {
    sqlite.close()
  }
}

it('saves every whole item, whichever page of the database is destroyed, and none that is another', async () => {
  const path = folder()
  const database = open(path)
  await fillStore(database, JOBS)
  const before = await jobsOf(database)
  await database.close()
  const bytes = readFileSync(join(path, DATABASE_FILE))
  // The first page of the schema names the tables: without it there is nothing to begin with. Its other pages, and the root
  // of a table, put all that is below them out of reach.
  const outOfReach = countSchemaPages(path)
  const saved: number[] = []

  for (let page = 1; page < bytes.length / PAGE; page += 1) {
    const damaged = folder()
    cpSync(path, damaged, { recursive: true })
    const spoilt = Buffer.from(bytes)
    spoilt.fill(0xa5, page * PAGE, (page + 1) * PAGE)
    writeFileSync(join(damaged, DATABASE_FILE), spoilt)
    const target = open(folder())

    await salvage(damaged, target)
    const after = await jobsOf(target)

    const known = new Map(before.flatMap(entry => ('job' in entry ? [[entry.job.jobId, entry.job] as const] : [])))
    for (const entry of after) if ('job' in entry) expect(entry.job).toEqual(known.get(entry.job.jobId))
    saved.push(after.length)
    await target.close()
  }

  // A page holds five jobs at most, and most pages hold none.
  const losing = saved.filter(count => count < JOBS)
  expect(losing.length).toBeLessThan(saved.length / 2)
  expect(losing.filter(count => count < JOBS - 5).length).toBeLessThanOrEqual(outOfReach)
})

it('gives lists their order and buckets again', async () => {
  const path = folder()
  const database = open(path)
  await fillStore(database, JOBS)
  const lists = createSqliteJobLists(database)
  const filters = [
    { bucket: 'b1' },
    { team: 'lab', bucket: 'archive' },
    { deviceId: 'D2' },
    { state: 'cancelled' as const },
  ]
  const before = await Promise.all(filters.map(filter => lists.list(filter, { limit: 1000 })))
  await database.close()
  const target = open(folder())

  const counts = await salvage(path, target)

  expect(counts).toMatchObject({ jobs: JOBS, records: JOBS, history: JOBS, depotJobs: JOBS, checks: JOBS / 5 })
  const again = createSqliteJobLists(target)
  expect(await Promise.all(filters.map(filter => again.list(filter, { limit: 1000 })))).toEqual(before)
  expect(await createSqliteJobStore(target).record('wb0')).toBeDefined()
})

it('finds the jobs with notices again, and subscriptions with their deliveries', async () => {
  const path = folder()
  const database = open(path)
  const job = created()
  await createSqliteJobStore(database).save({ ...job, notices: noticesOf(undefined, job) })
  await createSqliteSubscriptionStore(database).create(subscription(), 20)
  await createSqliteDeliveryStore(database, () => new Date('2026-11-21T10:00:00.000Z')).add(delivery())
  await database.close()
  const target = open(folder())

  expect(await salvage(path, target)).toMatchObject({ jobs: 1, subscriptions: 1, deliveries: 1 })
  expect(await createSqliteJobOutbox(target).waiting({ limit: 10 })).toEqual({ entries: ['AB123'] })
})

it('knows every table that holds items', () => {
  const tables = open()
    .prepare(
      "SELECT m.name AS name FROM sqlite_schema m JOIN pragma_table_info(m.name) c ON c.name = 'item' WHERE m.type = 'table'",
    )
    .all()

  expect(Object.keys(TABLES).toSorted()).toEqual(tables.map(({ name }) => String(name)).toSorted())
})
