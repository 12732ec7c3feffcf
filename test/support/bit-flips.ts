import { randomUUID } from 'node:crypto'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSqliteCheckStore } from '../../lib/adapters/sqlite/check-store.ts'
import { UnusableStore } from '../../lib/adapters/sqlite/check-store-files.ts'
import type { Database } from '../../lib/adapters/sqlite/database.ts'
import { createSqliteDepotJobs } from '../../lib/adapters/sqlite/depot-jobs.ts'
import { createSqliteHistory } from '../../lib/adapters/sqlite/history.ts'
import { createSqliteJobLists } from '../../lib/adapters/sqlite/job-lists.ts'
import { createSqliteJobStore } from '../../lib/adapters/sqlite/job-store.ts'
import { openStore } from '../../lib/adapters/sqlite/open-store.ts'
import { DamagedStore } from '../../lib/system.ts'
import { scheduledCheck } from './checks.ts'
import { created, submitting } from './records.ts'

const CLOCK = () => new Date('2026-11-21T10:00:00.000Z')
const LATER = new Date('2026-11-21T11:00:00.000Z')

export interface FlipReport {
  readonly tried: number
  /** The start was refused with a sentence. */
  readonly refused: number
  /** What was damaged was named when it was read. */
  readonly named: number
  /** Everything read as it was written: the bit was nowhere that counts. */
  readonly harmless: number
  /** Read as something else than what was written, or not found, and nothing was said. */
  readonly altered: readonly string[]
}

/** Fills a store with so many jobs and what belongs to them; some have changed since. */
export const fillStore = async (database: Database, jobs: number): Promise<void> => {
  const store = createSqliteJobStore(database)
  const history = createSqliteHistory(database)
  const checks = createSqliteCheckStore(database)
  const depot = createSqliteDepotJobs(database, CLOCK)
  for (let index = 0; index < jobs; index += 1) {
    const id = `wb${index}`
    const jobId = `J${index}`
    const at = new Date(CLOCK().getTime() + index * 1000).toISOString()
    await store.claim(submitting({ id, createdAt: at }))
    await depot.add(
      { jobId, owner: 'AKID', jobType: 'Import', manifest: `deviceId:${id}\n`, createdAt: at, version: 1 },
      LATER,
    )
    await store.save(
      created({ id, jobId, createdAt: at, deviceId: `D${index % 3}`, buckets: ['archive', `b${index % 2}`] }),
    )
    await store.complete(id, 'first', { jobId, archivedAt: at, open: false }, at)
    const happening = {
      principal: 'ann',
      requestId: 'r',
      action: 'fetch-signature',
      outcome: 'done',
      team: 'lab',
    } as const
    await history.append(id, happening, { id: `e${index}`, at })
    if (index % 4 === 0) await store.replace(created({ id, jobId, createdAt: at, state: 'cancelled', version: 2 }))
    if (index % 5 === 0) await checks.create(scheduledCheck({ name: `check-${index}` }))
  }
}

/** Everything that a store tells, by key and by list. */
const readAll = async (database: Database, jobs: number): Promise<string> => {
  const store = createSqliteJobStore(database)
  const lists = createSqliteJobLists(database)
  const history = createSqliteHistory(database)
  const numbers = Array.from({ length: jobs }, (_, index) => index)
  const read = [
    ...numbers.map(index => store.record(`wb${index}`)),
    ...numbers.map(index => store.job(`J${index}`)),
    ...numbers.map(index => history.stream(`wb${index}`, { limit: 10 })),
    history.feed({}, { limit: 1000 }),
    ...[{}, { team: 'lab' }, { deviceId: 'D1' }, { bucket: 'b1' }, { team: 'lab', state: 'cancelled' as const }].map(
      filter => lists.list(filter, { limit: 1000 }),
    ),
    lists.open({ limit: 1000 }),
    createSqliteCheckStore(database).list({ limit: 1000 }),
    createSqliteDepotJobs(database, CLOCK).list('AKID', { limit: 1000 }),
    ...numbers.map(index => createSqliteDepotJobs(database, CLOCK).get(`J${index}`)),
  ]
  return JSON.stringify(await Promise.all(read))
}

/**
 * Flips one bit of one file of a store, opens it and reads everything, again and again.
 *
 * @param folder the store as it was left; it stays so
 * @param positions which bits of a file of so many bytes
 */
export const flipBits = async (
  folder: string,
  { jobs, scratch, positions }: { jobs: number; scratch: string; positions: (bytes: number) => readonly number[] },
): Promise<FlipReport> => {
  const report = { tried: 0, refused: 0, named: 0, harmless: 0, altered: [] as string[] }
  const fresh = () => {
    rmSync(scratch, { recursive: true, force: true })
    cpSync(folder, scratch, { recursive: true })
  }
  const attempt = async (): Promise<string | undefined> => {
    const database = openStore(scratch, randomUUID)
    try {
      return await readAll(database, jobs)
    } finally {
      await database.close()
    }
  }
  fresh()
  const expected = await attempt()

  for (const file of readdirSync(folder).filter(name => !name.endsWith('-shm'))) {
    const bytes = readFileSync(join(folder, file))
    for (const position of positions(bytes.length)) {
      fresh()
      const flipped = Buffer.from(bytes)
      const at = Math.floor(position / 8)
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (position % 8))
      writeFileSync(join(scratch, file), flipped)
      report.tried += 1
      try {
        if ((await attempt()) === expected) report.harmless += 1
        else report.altered.push(`${file}, bit ${position}`)
      } catch (error) {
        if (error instanceof UnusableStore) report.refused += 1
        else if (error instanceof DamagedStore) report.named += 1
        else report.altered.push(`${file}, bit ${position}: ${error}`)
      }
    }
  }
  return report
}
