import * as z from 'zod/mini'
import { deviceOf } from '../../jobs/device.ts'
import type { Job, JobSubject } from '../../jobs/job.ts'
import type { ManifestVersion } from '../../jobs/manifest-version.ts'
import type { OlderEvent } from '../../jobs/older-event.ts'
import { dueAt } from '../../jobs/pace.ts'
import type { SubmissionRecord } from '../../jobs/submission-record.ts'
import { tagText } from '../../jobs/tagging.ts'
import type { Timestamp } from '../../system.ts'
import { itemForm } from '../items/item-form.ts'
import { jobForm, ManifestItem } from '../items/job-items.ts'
import { OlderEventItem, recordForm } from '../items/submission-items.ts'
import type { Database } from './database.ts'
import { column, createItemTable } from './item-table.ts'

type Listed = JobSubject & { readonly id: string; readonly state: string; readonly createdAt: Timestamp }

/** What lists are found and narrowed by. */
const listedColumns = ({ id, team, deviceId, kind, jobType, state, createdAt }: Listed) => ({
  id,
  team,
  device: deviceId,
  kind,
  jobType,
  state,
  at: createdAt,
})

const LISTED = ['team', 'device', 'kind', 'jobType', 'state', 'at']

export const recordTable = (database: Pick<Database, 'prepare'>) =>
  createItemTable<SubmissionRecord>(database, {
    table: 'records',
    columns: ['id', ...LISTED, 'isOpen'],
    keyLength: 1,
    nameOf: ([id]) => `the submission ${id}`,
    form: recordForm,
    columnsOf: record => ({ ...listedColumns(record), isOpen: record.open === undefined ? 0 : 1 }),
  })

export const jobTable = (database: Pick<Database, 'prepare'>) =>
  createItemTable<Job>(database, {
    table: 'jobs',
    columns: ['jobId', 'id', ...LISTED],
    keyLength: 1,
    nameOf: ([jobId]) => `job ${jobId}`,
    form: jobForm,
    columnsOf: job => ({ ...listedColumns(job), jobId: job.jobId }),
  })

/** A manifest, and the job that has it or had it. */
export interface StoredManifest {
  readonly jobId: string
  readonly version: ManifestVersion
}

export const manifestTable = (database: Pick<Database, 'prepare'>) =>
  createItemTable<StoredManifest>(database, {
    table: 'manifests',
    columns: ['jobId', 'number'],
    keyLength: 2,
    nameOf: ([jobId, number]) => `manifest ${number} of job ${jobId}`,
    form: itemForm<StoredManifest>(() => z.object({ jobId: z.string(), version: ManifestItem() })),
    columnsOf: ({ jobId, version: { number } }) => ({ jobId, number }),
  })

/** An event, and the submission whose history it is a part of. */
export interface RecordedEvent {
  readonly recordId: string
  readonly event: OlderEvent
}

const recordedEventForm = itemForm<RecordedEvent>(() => z.object({ recordId: z.string(), event: OlderEventItem() }))

export const eventTable = (database: Pick<Database, 'prepare'>) =>
  createItemTable<RecordedEvent>(database, {
    table: 'events',
    withoutRowid: true,
    columns: ['record', 'at', 'id'],
    keyLength: 3,
    nameOf: ([record, at]) => `an event of ${at} in the history of submission ${record}`,
    form: recordedEventForm,
    columnsOf: ({ recordId, event }) => ({ record: recordId, at: event.at, id: event.id }),
  })

/** Which jobs have notices to hand over. Only within `Database.write`. */
export const noticeRows = (database: Pick<Database, 'prepare'>) => {
  const add = database.prepare('INSERT OR IGNORE INTO jobsWithNotices VALUES (?)')
  const remove = database.prepare('DELETE FROM jobsWithNotices WHERE jobId = ?')
  return {
    put: ({ jobId, notices = [] }: Pick<Job, 'jobId' | 'notices'>): void => {
      if (notices.length > 0) add.run(jobId)
      else remove.run(jobId)
    },
    remove: (jobId: string): void => void remove.run(jobId),
  }
}

/**
 * What lists find jobs by that their items show: buckets, tags, stages, notices, and when they are due. Only within
 * `Database.write`.
 */
export const jobRows = (database: Pick<Database, 'prepare'>) => {
  const pointers = pointerRows(database)
  const notices = noticeRows(database)
  const device = database.prepare(
    `INSERT INTO devices VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (jobId) DO UPDATE SET stage = excluded.stage, team = excluded.team, at = excluded.at, id = excluded.id,
       dueAt = excluded.dueAt`,
  )
  const removeFormer = database.prepare('DELETE FROM formerDevices WHERE jobId = ?')
  const addFormer = database.prepare('INSERT OR IGNORE INTO formerDevices VALUES (?, ?, ?, ?, ?)')
  const add = (job: Job): void => {
    const { jobId, team, createdAt, id, formerDevices = [], formerBuckets = [] } = job
    pointers.add({ ...job, buckets: [...job.buckets, ...formerBuckets] }, jobId)
    device.run(column(jobId), deviceOf(job).stage, column(team), createdAt, id, dueAt(job) ?? '')
    if (job.notices !== undefined) notices.put(job)
    for (const former of formerDevices) addFormer.run(column(former), column(team), createdAt, id, column(jobId))
  }
  return {
    /** Of a job that is not there yet. */
    add,
    put: (job: Job): void => {
      pointers.remove(job.id, job.jobId)
      notices.remove(job.jobId)
      removeFormer.run(column(job.jobId))
      add(job)
    },
  }
}

/**
 * What lists by bucket and by tag find jobs by, and refused submissions, which have no job ID. Only within
 * `Database.write`.
 */
export const pointerRows = (database: Pick<Database, 'prepare'>) => {
  const tables = (['buckets', 'tags'] as const).map(table => ({
    table,
    add: database.prepare(`INSERT OR IGNORE INTO ${table} VALUES (?, ?, ?, ?, ?)`),
    remove: database.prepare(`DELETE FROM ${table} WHERE id = ? AND jobId = ?`),
  }))
  const removeAll = (id: string, jobId: string): void => {
    for (const { remove } of tables) remove.run(id, jobId)
  }
  const addAll = ({ buckets, tags = {}, team, createdAt, id }: Job | SubmissionRecord, jobId: string): void => {
    const names = { buckets, tags: Object.entries(tags).map(tagText) }
    for (const { table, add } of tables) {
      for (const name of names[table]) add.run(column(name), column(team), createdAt, id, jobId)
    }
  }
  return {
    /** Of what has none yet. */
    add: addAll,
    put: (listed: Job | SubmissionRecord, jobId: string): void => {
      removeAll(listed.id, jobId)
      addAll(listed, jobId)
    },
    remove: removeAll,
  }
}
