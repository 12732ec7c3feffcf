/** The ports through which submissions and jobs are stored and found. */

import type { Timestamp } from '../system.ts'
import type { Follow, Job, Lease, UnrecordedEvent } from './job.ts'
import type { JobFilter, Listed, Page } from './job-filter.ts'
import type { ManifestSummary, ManifestVersion } from './manifest-version.ts'
import type { OlderEvent } from './older-event.ts'
import type { Latest, SubmissionError, SubmissionRecord } from './submission-record.ts'

/** A change to a record that only the lease's owner may make. */
export interface RecordChange {
  readonly lease?: Lease
  /** `null`: no request is on its way. */
  readonly acceptableUntil?: Timestamp | null
  /** The key that signs what is sent next. */
  readonly accessKeyId?: string
}

/** What ends a submission. */
export interface Completion {
  readonly jobId: string
  /** When the SIGNATURE was archived. */
  readonly archivedAt?: Timestamp
  /** Something is left to do, for example to archive the SIGNATURE: the record stays open. */
  readonly open: boolean
  /** Events that the job's history does not have yet. Default: none; events on the record are removed then */
  readonly unrecorded?: readonly UnrecordedEvent[]
  /**
   * Makes the record the first event of its job's history, at this time or a little later. Only a request that made the job
   * at its first attempt may set it, and only while the record has no job ID.
   */
  readonly submittedAt?: Timestamp
}

/** Records and jobs, each one item, each write conditional. Reads are strongly consistent. */
export interface JobStore {
  /** Puts the record, unless there is one that is not refused. `false`: another request's record is there. */
  claim(record: SubmissionRecord): Promise<boolean>
  record(id: string): Promise<SubmissionRecord | undefined>
  /** `false`: `owner` no longer holds the lease (or the record is not `submitting`). */
  change(id: string, owner: string, change: RecordChange, at: Timestamp): Promise<boolean>
  /** Ends a submission that made no job, and frees its key. `false`: as for `change`. */
  refuse(record: SubmissionRecord, error: SubmissionError, at: Timestamp): Promise<boolean>
  /**
   * Sets the record's job ID, if the owner still holds the lease or no job ID is set.
   * `false`: another owner has set a job ID already; with `submittedAt`: any job ID is set already.
   */
  complete(id: string, owner: string, completion: Completion, at: Timestamp): Promise<boolean>
  /**
   * Names the latest submission of a manifest on the record of its first one.
   * `false`: that record has no job, or its latest generation is not the one before (a record that names none has 1).
   */
  advance(id: string, latest: Latest): Promise<boolean>
  /**
   * Lets lists find a job by what its item is not indexed under: its tags, its buckets after the first, and its earlier
   * devices and buckets.
   */
  pointFromLists(job: Job): Promise<void>
  /** Lets lists find a job by the stage of its device. An older version of the job changes nothing. */
  pointFromStage(job: Job): Promise<void>
  /** Puts the job item. An existing item stays as it is. */
  save(job: Job): Promise<void>
  job(jobId: string): Promise<Job | undefined>
  /** Replaces version `job.version - 1` of the job. `false`: the stored version is another one. */
  replace(job: Job): Promise<boolean>
  /** The same, and empties the text of every manifest that the job has had. The summaries stay. */
  purge(job: Job): Promise<boolean>
  /**
   * Stores a manifest that the job has or has had. Each number has one manifest, so a second call changes nothing.
   */
  saveManifest(jobId: string, version: ManifestVersion): Promise<void>
  /** A manifest that `saveManifest` has stored. */
  manifest(jobId: string, number: number): Promise<ManifestVersion | undefined>
  /**
   * Changes only the time of a job's next look. `false`: the stored time is no longer `from`, since another run looks at the
   * job, or it has changed.
   *
   * @param from `undefined`: the job is looked at in turn
   */
  postpone(jobId: string, from: Timestamp | undefined, follow: Follow): Promise<boolean>
}

/** Which part of a list, and how much of it. */
export interface PageRequest {
  readonly limit: number
  /** Where an earlier page of the same list ended. */
  readonly after?: string
}

/** A job, and since when its next look is due. */
export interface DueJob {
  readonly jobId: string
  readonly dueAt: Timestamp
}

/** Lists may lag behind the last writes. A page costs one Query. */
export interface JobLists {
  /** Newest first. Over all teams, a list by device, bucket or stage away comes team by team, newest first within each. */
  list(filter: JobFilter, page: PageRequest): Promise<Page<Listed>>
  /** Events of a submission from before history was chained, oldest first. */
  olderEvents(recordId: string, page: PageRequest): Promise<Page<OlderEvent>>
  /** The stored manifests of a job with a number below this, the highest first, without their texts. */
  manifests(jobId: string, below: number, limit: number): Promise<readonly ManifestSummary[]>
  /** The IDs of a team's jobs in state `created` for this device, newest first. IDs of other jobs may be among them. */
  createdFor(team: string, deviceId: string, limit: number): Promise<readonly string[]>
  /** The jobs whose next look is due at a moment, those that have waited longest first. */
  due(before: Timestamp, page: PageRequest): Promise<Page<DueJob>>
  /** The ids of the open records, oldest first. */
  open(page: PageRequest): Promise<Page<string>>
}
