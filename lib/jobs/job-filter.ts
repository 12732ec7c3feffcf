import type { JobType, Kind } from '../manifest/manifest.ts'
import type { Timestamp } from '../system.ts'
import { deviceOf } from './device.ts'
import type { DeviceStage } from './device-stage.ts'
import type { StoredSummary } from './job.ts'
import type { SubmissionRecord } from './submission-record.ts'
import type { Tags } from './tagging.ts'
import type { State } from './transitions.ts'

/** What a listed job must match: every member that is there. */
export interface JobFilter {
  /** Default: every team's. */
  readonly team?: string
  /** The device of the manifest in force or of an earlier one. */
  readonly deviceId?: string
  readonly bucket?: string
  /** The job has all of these tags. */
  readonly tags?: Tags
  readonly kind?: Kind
  readonly jobType?: JobType
  readonly state?: State
  /** The stage of its device. */
  readonly stage?: DeviceStage
  /** The job expires before this moment, unless its device arrives. */
  readonly expiresBefore?: Timestamp
  /** Made at or after this moment. */
  readonly from?: Timestamp
  /** Made before this moment. */
  readonly to?: Timestamp
}

/** A job, or a submission that has made no job (yet). */
export type Listed = StoredSummary | { readonly submission: SubmissionRecord }

/** A part of a list, newest first. It may be short or empty although there is more. */
export interface Page<T> {
  readonly entries: readonly T[]
  /** Where the next part begins; absent at the end. */
  readonly after?: string
}

/** Whether a job or submission matches the filter. */
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
