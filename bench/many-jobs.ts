import type { Database } from '../lib/adapters/sqlite/database.ts'
import { createSqliteHistory, historyTable } from '../lib/adapters/sqlite/history.ts'
import { createSqliteJobStore } from '../lib/adapters/sqlite/job-store.ts'
import { jobRows, jobTable, recordTable } from '../lib/adapters/sqlite/job-tables.ts'
import { openStore } from '../lib/adapters/sqlite/open-store.ts'
import { newId } from '../lib/adapters/system/system.ts'
import type { AuditEvent } from '../lib/audit/event.ts'
import type { Job } from '../lib/jobs/job.ts'
import type { SubmissionRecord } from '../lib/jobs/submission-record.ts'
import { startWaybill } from './servers.ts'
import { submitter } from './submit.ts'

/** So many jobs are written in one commit. */
const BATCH = 5000
const DAY_MS = 24 * 60 * 60 * 1000
export const JOBS_A_DAY = 1000

/** How the copies of the sample are told apart. The first is the sample's own. */
export const jobIdOf = (index: number) => `Z${index.toString(32).toUpperCase().padStart(5, '0')}`
export const deviceIdOf = (index: number) => `device-${index}`

export interface MadeJobs {
  /** The moment so many days before the newest job. */
  readonly day: (before: number) => string
}

/** As items have it. */
const TIME = String.raw`\d{4}-\d\d-\d\dT[\d:.]+Z`

/** What one submission of Waybill leaves in its database. */
interface Left {
  readonly job: Job
  readonly record: SubmissionRecord
  readonly event: AuditEvent
}

/**
 * A data folder with so many jobs, a thousand a day up to today. One is submitted; the others are copies of its items
 * with other IDs, devices and times, so they have whatever a submission writes today.
 */
export const makeJobs = async (dataDir: string, count: number): Promise<MadeJobs> => {
  const jobId = await submitOne(dataDir)
  const database = openStore(dataDir, newId)
  try {
    const sample = await readSample(jobId, database)
    const copy = copier(sample)
    const records = recordTable(database)
    const jobs = jobTable(database)
    const rows = jobRows(database)
    const history = historyTable(database)
    // The oldest first, as they come: whatever is in the order of time then grows at its end alone.
    for (let left = count; left > 0; left -= BATCH) {
      await database.write(() => {
        for (let index = left - 1; index >= Math.max(0, left - BATCH); index -= 1) {
          const { job, record, event } = copy(index)
          records.put(record)
          jobs.put(job)
          rows.put(job)
          history.put(event)
        }
      })
    }
    const newest = Date.parse(sample.job.createdAt)
    return { day: before => new Date(newest - before * DAY_MS).toISOString() }
  } finally {
    await database.close()
  }
}

const submitOne = async (dataDir: string): Promise<string> => {
  const waybill = await startWaybill(dataDir)
  const { submit, close } = submitter(waybill.url)
  try {
    return await submit()
  } finally {
    close()
    await waybill.stop()
  }
}

const readSample = async (jobId: string, database: Database): Promise<Left> => {
  const store = createSqliteJobStore(database)
  const job = await store.job(jobId)
  const record = job && (await store.record(job.id))
  const { events } = await createSqliteHistory(database).stream(job?.id ?? '', { limit: 1 })
  const [event] = events
  if (!job || !record || !event) throw new Error(`${jobId} was submitted and is not stored`)
  return { job, record, event }
}

/** The parts of the sample's text that stay, and what stands between them. */
const copier = (sample: Left) => {
  const { id, jobId, deviceId } = sample.job
  const parts = JSON.stringify(sample).split(new RegExp(`(${[id, `"${jobId}"`, deviceId, TIME].join('|')})`))
  return (index: number): Left => {
    const shiftMs = index * (DAY_MS / JOBS_A_DAY)
    const others = new Map([
      [id, `${id}-${index}`],
      [`"${jobId}"`, `"${jobIdOf(index)}"`],
      [deviceId, deviceIdOf(index)],
    ])
    const earlier = (time: string) => new Date(Date.parse(time) - shiftMs).toISOString()
    const copy = parts.map((part, number) => (number % 2 === 0 ? part : (others.get(part) ?? earlier(part))))
    // What was JSON of items is JSON of items with other texts.
    const { job, ...left } = JSON.parse(copy.join('')) as Left
    // Else Waybill would ask the depot about each of them while it is measured.
    return { ...left, job: { ...job, follow: {} } }
  }
}
