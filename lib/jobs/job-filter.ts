import type { JobType, Kind } from '../manifest/manifest.ts'
import type { Timestamp } from '../system.ts'
import type { StoredSummary } from './job.ts'
import type { SubmissionRecord } from './submission-record.ts'
import type { Tags } from './tagging.ts'
import type { State } from './transitions.ts'

/** What a list is narrowed by; all of it together. */
export interface JobFilter {
  /** Default: every team's. */
  readonly team?: string
  readonly deviceId?: string
  readonly bucket?: string
  /** With all of these tags. */
  readonly tags?: Tags
  readonly kind?: Kind
  readonly jobType?: JobType
  readonly state?: State
  /** Made at or after this moment. */
  readonly from?: Timestamp
  /** Made before this moment. */
  readonly to?: Timestamp
}

/** A job; or a submission that has come to none (yet). */
export type Listed = StoredSummary | { readonly submission: SubmissionRecord }

/** A part of a list, newest first. It may be short or empty although there is more. */
export interface Page<T> {
  readonly entries: readonly T[]
  /** Where the next part begins; absent at the end. */
  readonly after?: string
}

/** Whether something that is listed is what the filter asks for. */
export const isListed = (listed: Listed, filter: JobFilter): boolean => {
  const { team, deviceId, buckets, tags, kind, jobType, state, createdAt } =
    'job' in listed ? listed.job : listed.submission
  return (
    (filter.team === undefined || team === filter.team) &&
    (filter.deviceId === undefined || deviceId === filter.deviceId) &&
    (filter.bucket === undefined || buckets.includes(filter.bucket)) &&
    Object.entries(filter.tags ?? {}).every(([name, value]) => tags?.[name] === value) &&
    (filter.kind === undefined || kind === filter.kind) &&
    (filter.jobType === undefined || jobType === filter.jobType) &&
    (filter.state === undefined || state === filter.state) &&
    (filter.from === undefined || createdAt >= filter.from) &&
    (filter.to === undefined || createdAt < filter.to)
  )
}
