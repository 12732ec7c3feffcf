import type { JobType, Kind } from '../manifest/manifest.ts'
import type { Timestamp } from '../system.ts'
import { deviceOf } from './device.ts'
import type { DeviceStage } from './device-stage.ts'
import type { StoredSummary } from './job.ts'
import type { SubmissionRecord } from './submission-record.ts'
import type { Tags } from './tagging.ts'
import type { State } from './transitions.ts'

/** What a list is narrowed by; all of it together. */
export interface JobFilter {
  /** Default: every team's. */
  readonly team?: string
  /** That the job names, or named before. */
  readonly deviceId?: string
  readonly bucket?: string
  /** With all of these tags. */
  readonly tags?: Tags
  readonly kind?: Kind
  readonly jobType?: JobType
  readonly state?: State
  /** Of its device. */
  readonly stage?: DeviceStage
  /** The job expires before this moment, unless its device arrives. */
  readonly expiresBefore?: Timestamp
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
  const { team, tags, kind, jobType, state, createdAt } = 'job' in listed ? listed.job : listed.submission
  return (
    isOfNames(listed, filter) &&
    isOfDevice(listed, filter) &&
    (filter.team === undefined || team === filter.team) &&
    Object.entries(filter.tags ?? {}).every(([name, value]) => tags?.[name] === value) &&
    (filter.kind === undefined || kind === filter.kind) &&
    (filter.jobType === undefined || jobType === filter.jobType) &&
    (filter.state === undefined || state === filter.state) &&
    (filter.from === undefined || createdAt >= filter.from) &&
    (filter.to === undefined || createdAt < filter.to)
  )
}

const isOfNames = (listed: Listed, { deviceId, bucket }: JobFilter) => {
  const { deviceId: device, buckets } = 'job' in listed ? listed.job : listed.submission
  const { formerDevices = [], formerBuckets = [] } = 'job' in listed ? listed.job : {}
  return (
    (deviceId === undefined || device === deviceId || formerDevices.includes(deviceId)) &&
    (bucket === undefined || buckets.includes(bucket) || formerBuckets.includes(bucket))
  )
}

const isOfDevice = (listed: Listed, { stage, expiresBefore }: JobFilter) => {
  if (stage === undefined && expiresBefore === undefined) return true
  if (!('job' in listed)) return false
  const device = deviceOf(listed.job)
  return (
    (stage === undefined || device.stage === stage) &&
    (expiresBefore === undefined || (device.expiresAt !== undefined && device.expiresAt < expiresBefore))
  )
}
