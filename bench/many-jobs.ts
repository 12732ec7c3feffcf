import { createSqliteJobLists } from '../lib/adapters/sqlite/job-lists.ts'
import { createSqliteJobStore } from '../lib/adapters/sqlite/job-store.ts'
import {
  eventTable,
  jobTable,
  pointerRows,
  type RecordedEvent,
  recordTable,
} from '../lib/adapters/sqlite/job-tables.ts'
import { openStore } from '../lib/adapters/sqlite/open-store.ts'
import { newId } from '../lib/adapters/system/system.ts'
import type { Job } from '../lib/jobs/job.ts'
import type { SubmissionRecord } from '../lib/jobs/submission-record.ts'
import { startWaybill } from './servers.ts'
import { submitter } from './submit.ts'

/** So many jobs are written in one commit. */
const BATCH = 500
const DAY_MS = 24 * 60 * 60 * 1000
export const JOBS_A_DAY = 1000

/** How the copies of the sample are told apart. The first is the sample's own. */
export const jobIdOf = (index: number) => `Z${index.toString(32).toUpperCase().padStart(5, '0')}`
export const deviceIdOf = (index: number) => `device-${index}`

export interface MadeJobs {
  /** The moment so many days before the newest job. */
  readonly day: (before: number) => string
}

/** Everything that one submission leaves behind. */
interface Left {
  readonly job: Job
  readonly record: SubmissionRecord
  readonly events: readonly RecordedEvent[]
}

/**
 * A data folder with so many jobs, a thousand a day up to today. One is submitted; the others are copies of its items
 * with other IDs, devices and times, so they have whatever a submission writes today.
 */
export const makeJobs = async (dataDir: string, count: number): Promise<MadeJobs> => {
  const jobId = await submitOne(dataDir)
  const database = openStore(dataDir, newId)
  try {
    const sample = await readSample(jobId, createSqliteJobStore(database), createSqliteJobLists(database))
    const text = JSON.stringify(sample)
    const records = recordTable(database)
    const jobs = jobTable(database)
    const pointers = pointerRows(database)
    const events = eventTable(database)
    for (let from = 0; from < count; from += BATCH) {
      await database.write(() => {
        for (let index = from; index < Math.min(from + BATCH, count); index += 1) {
          const left = copyOf(text, sample.job, index)
          records.put(left.record)
          jobs.put(left.job)
          pointers.put(left.job, left.job.jobId)
          for (const event of left.events) events.put(event)
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

const readSample = async (
  jobId: string,
  store: ReturnType<typeof createSqliteJobStore>,
  lists: ReturnType<typeof createSqliteJobLists>,
): Promise<Left> => {
  const job = await store.job(jobId)
  const record = job && (await store.record(job.id))
  if (!job || !record) throw new Error(`${jobId} was submitted and is not stored`)
  const { entries } = await lists.olderEvents(record.id, { limit: 100 })
  return { job, record, events: entries.map(event => ({ recordId: record.id, event })) }
}

const copyOf = (text: string, { id, jobId, deviceId }: Job, index: number): Left => {
  const shiftMs = index * (DAY_MS / JOBS_A_DAY)
  const copy = text
    .replaceAll(id, `${id}-${index}`)
    .replaceAll(`"${jobId}"`, `"${jobIdOf(index)}"`)
    .replaceAll(deviceId, deviceIdOf(index))
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, time => new Date(Date.parse(time) - shiftMs).toISOString())
  // What was JSON of items is JSON of items with other texts.
  return JSON.parse(copy) as Left
}
