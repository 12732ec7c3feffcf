/** Where submissions and jobs are kept and found: a part of the outside world that is large enough for a page of its own. */

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
  /** Something is left to do (the SIGNATURE is not archived): the record stays open. */
  readonly open: boolean
  /** Events for its job's history. Default: none, also where the record has some: history has got them. */
  readonly unrecorded?: readonly UnrecordedEvent[]
  /**
   * The record is the first event of its job's history, at this time or a little later. Only the request that made the job
   * at its first attempt may ask for that, and only while no job ID is set.
   */
  readonly submittedAt?: Timestamp
}

/** Records and jobs, each one item, each write conditional. Reads are strongly consistent. */
export interface JobStore {
  /** Puts the record unless there is one that is not refused. `false`: another request's record is there. */
  claim(record: SubmissionRecord): Promise<boolean>
  record(id: string): Promise<SubmissionRecord | undefined>
  /** `false`: `owner` no longer holds the lease (or the record is not `submitting`). */
  change(id: string, owner: string, change: RecordChange, at: Timestamp): Promise<boolean>
  /** Ends a submission with the service's no, and frees its key. `false`: as for `change`. */
  refuse(record: SubmissionRecord, error: SubmissionError, at: Timestamp): Promise<boolean>
  /**
   * Ties the record to its job, if the owner still holds the lease or no job ID is set.
   * `false`: another owner has set a job ID already; with `submittedAt`, anybody has.
   */
  complete(id: string, owner: string, completion: Completion, at: Timestamp): Promise<boolean>
  /**
   * Names, on the record of a manifest's first submission, the next one that answers for the manifest.
   * `false`: that record has no job, or it does not name the generation before as its latest (it names none: 1).
   */
  advance(id: string, latest: Latest): Promise<boolean>
  /**
   * Lets lists find a job under what its item does not stand for itself: its tags, its buckets after the first, and the
   * devices and buckets that it had before.
   */
  pointFromLists(job: Job): Promise<void>
  /** Lets lists by stage find a job under the stage of its device; an older version of the job changes nothing. */
  pointFromStage(job: Job): Promise<void>
  /** Puts the job item; the one that is there already stays as it is. */
  save(job: Job): Promise<void>
  job(jobId: string): Promise<Job | undefined>
  /** `false`: the job has changed since `job.version - 1`. */
  replace(job: Job): Promise<boolean>
  /** The same, and empties the text of every manifest that the job has had; its summaries stay. */
  purge(job: Job): Promise<boolean>
  /**
   * Stores a manifest that the job has, or has had. Of one number there is one manifest, so the same again changes nothing.
   */
  saveManifest(jobId: string, version: ManifestVersion): Promise<void>
  /** A manifest that was stored so. */
  manifest(jobId: string, number: number): Promise<ManifestVersion | undefined>
  /**
   * Changes when a job is to be looked at, and nothing else of it. `false`: it is due at another moment than `from`: someone
   * else looks at it, or it has changed.
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

/** A job, and since when it is to be looked at. */
export interface DueJob {
  readonly jobId: string
  readonly dueAt: Timestamp
}

/** Lists may lag behind the last writes; what they show is its present state. A page costs one Query. */
export interface JobLists {
  /** Newest first; over all teams by device, by bucket or by a stage away: team by team, newest first within each. */
  list(filter: JobFilter, page: PageRequest): Promise<Page<Listed>>
  /** What was recorded of a submission before history was chained, oldest first, complete. */
  olderEvents(recordId: string, page: PageRequest): Promise<Page<OlderEvent>>
  /** The manifests of a job that were stored with a number below this, the highest first, without their texts. */
  manifests(jobId: string, below: number, limit: number): Promise<readonly ManifestSummary[]>
  /** The IDs of a team's jobs in state `created` that name the device now, newest first. Others may be among them. */
  createdFor(team: string, deviceId: string, limit: number): Promise<readonly string[]>
  /** The jobs that are to be looked at, up to a moment; those that wait longest first. */
  due(before: Timestamp, page: PageRequest): Promise<Page<DueJob>>
  /** The ids of the records that something is left to do for, oldest first. */
  open(page: PageRequest): Promise<Page<string>>
}
