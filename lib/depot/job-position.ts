import type { Timestamp } from '../system.ts'
import type { DepotEvent, DepotJob } from './ports.ts'
import { LOCATION_MESSAGES, type LocationCode, PROGRESS_MESSAGES, type ProgressCode } from './position-codes.ts'

/** The service lets a job expire this long after its creation if no device has come (Developer Guide, "Creating an import job"). */
const JOB_LIFE_MS = 30 * 24 * 60 * 60_000

/** When a job expires if no device has come. */
export const expiresAt = ({ createdAt }: Pick<DepotJob, 'createdAt'>) => new Date(Date.parse(createdAt) + JOB_LIFE_MS)

/** The stages of a job whose device is at the depot. */
export const HERE_STAGES = ['received', 'loading', 'loaded', 'aborted', 'cancelled-here'] as const
export type HereStage = (typeof HERE_STAGES)[number]

/** The stage of a job. Only this decides what may happen next. */
export const DEPOT_STAGES = ['expected', ...HERE_STAGES, 'returned', 'cancelled', 'expired'] as const
export type DepotStage = (typeof DEPOT_STAGES)[number]

/** A job's stage, computed from its events and the clock, so that no timer is needed. */
export const stageOf = (job: DepotJob, now: Date): DepotStage => {
  const last = job.events?.at(-1)
  if (last?.type === 'returned') return 'returned'
  if (job.cancelledAt !== undefined) return last ? 'cancelled-here' : 'cancelled'
  if (!last) return now >= expiresAt(job) ? 'expired' : 'expected'
  return stageAfter(last)
}

/** When a job's device came; `undefined`: it is not at the depot. */
export const hereSince = ({ events = [] }: Pick<DepotJob, 'events'>): Timestamp | undefined =>
  events.at(-1)?.type === 'returned' ? undefined : events[0]?.at

const stageAfter = (event: Exclude<DepotEvent, { type: 'returned' }>): DepotStage => {
  switch (event.type) {
    case 'received':
      return event.signature === 'valid' ? 'received' : 'aborted'
    case 'finished':
      return 'loaded'
    default:
      return event.type
  }
}

/** The answer of GetStatus about a device's place and its data. Members that do not apply are missing. */
export interface JobPosition {
  readonly LocationCode: LocationCode
  readonly LocationMessage: string
  readonly ProgressCode: ProgressCode
  readonly ProgressMessage: string
  readonly ErrorCount: number
  readonly LogBucket?: string
  readonly LogKey?: string
  readonly Carrier?: string
  readonly TrackingNumber?: string
}

export const jobPosition = (job: DepotJob, now: Date): JobPosition => {
  const events = job.events ?? []
  const finished = events.find(event => event.type === 'finished')
  const returned = events.find(event => event.type === 'returned')
  const location: LocationCode = returned ? 'Returned' : events.length > 0 ? 'AtAWS' : 'NotReceived'
  const progress = progressOf(job, now)
  const words = {
    SHIPPER: returned?.carrier ?? '',
    TRACKING_NUMBER: returned?.trackingNumber ?? '',
    NUMBER: String(finished?.errors ?? 0),
    LOG_KEY: finished?.log.key ?? '',
    LOG_BUCKET: finished?.log.bucket ?? '',
  }
  return {
    LocationCode: location,
    LocationMessage: fill(LOCATION_MESSAGES[location], words),
    ProgressCode: progress,
    ProgressMessage: fill(PROGRESS_MESSAGES[progress], words),
    // 0 also while nothing has been loaded: live answers have it so.
    ErrorCount: finished?.errors ?? 0,
    ...(finished && { LogBucket: finished.log.bucket, LogKey: finished.log.key }),
    ...(returned && { Carrier: returned.carrier, TrackingNumber: returned.trackingNumber }),
  }
}

const progressOf = (job: DepotJob, now: Date): ProgressCode => {
  if (job.cancelledAt !== undefined) return 'Canceled'
  const last = job.events?.findLast(({ type }) => type !== 'returned')
  switch (last?.type) {
    case undefined:
      return stageOf(job, now) === 'expired' ? 'Expired' : 'Pending'
    case 'received':
      return SIGNATURE_CODES[last.signature]
    case 'loading':
      return 'InProgress'
    case 'aborted':
      return last.reason
    case 'finished':
      return last.errors === 0 ? 'Complete' : 'SuccessWithErrors'
    default:
      throw new Error(`No progress for ${last?.type}`)
  }
}

const SIGNATURE_CODES = { valid: 'Pending', invalid: 'InvalidSignature', missing: 'MissingSignature' } as const

const fill = (message: string, words: Readonly<Record<string, string>>) =>
  message.replace(/[A-Z]+(?:_[A-Z]+)*/g, word => (Object.hasOwn(words, word) ? (words[word] ?? word) : word))
