import type { Timestamp } from '../system.ts'
import { type DeviceFacts, deviceOf } from './device.ts'
import type { DeviceStage } from './device-stage.ts'
import type { Follow, Job } from './job.ts'
import { JOB_LIFE_MS } from './timing.ts'

/** A stage in which something can still happen to a device. */
export type PacedStage = Exclude<DeviceStage, 'returned'>

/** How long Waybill waits before it asks the service about a job again, by its device's stage, in milliseconds. */
export type Pace = Readonly<Record<PacedStage, number>> & {
  /** Jobs are looked at in turn (`follow/turns.ts`) and store no time of their next look. Default: each job stores its time */
  readonly inTurn?: boolean
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** In how many parts jobs of a stage away are looked at in turn. The parts are spread over the pace of the stage. */
export const TURN_PARTS = 16

/** The usual pace: slow while the device is with its team, faster once it is on its way. */
export const PACE: Pace = {
  'not-shipped': 12 * HOUR,
  shipped: HOUR,
  received: 30 * MINUTE,
  'in-progress': 30 * MINUTE,
  done: 2 * HOUR,
  'done-with-errors': 2 * HOUR,
  rejected: 2 * HOUR,
}

/** The same for a store where each write costs money. */
export const PACE_IN_TURN: Pace = { ...PACE, inTurn: true }

/** A device that has been in a stage for longer than this seldom moves. */
const LONG_MS = 30 * DAY

/** How many days before a job expires its team gets notices. */
export const EXPIRY_NOTICE_DAYS = [7, 2] as const

/** After this time, `followJobs` records an event that the history does not have yet. */
const RECORD_AFTER_MS = MINUTE

/** Whether the service may still report something new about the job. */
export const isUnderWay = (job: DeviceFacts): boolean => {
  const { stage } = deviceOf(job)
  if (stage === 'returned') return false
  // The device of a job that was cancelled too late still comes back.
  return job.state === 'created' || (stage !== 'not-shipped' && stage !== 'shipped')
}

/** When the service is asked about a job next. Neither member: never again. */
export type NextLook = Pick<Follow, 'dueAt' | 'inTurn'>

/** The next look at a job after it was asked about, or has changed, at a moment. */
export const nextLook = (job: Job, now: Date, pace: Pace = PACE): NextLook => {
  if (job.unrecorded && job.unrecorded.length > 0) return { dueAt: after(now, RECORD_AFTER_MS) }
  // If the request that changes the job breaks off, this look finds out how it ended.
  if (job.change) return { dueAt: job.change.until }
  if (!isUnderWay(job)) return {}
  const { stage, since, expiresAt } = deviceOf(job)
  if (stage === 'returned') return {}
  const isLong = stage !== 'not-shipped' && now.getTime() - Date.parse(since) > LONG_MS
  const isPastTurns = stage === 'not-shipped' && now.getTime() - Date.parse(job.createdAt) >= JOB_LIFE_MS
  if (pace.inTurn && !isLong && !isPastTurns) return { inTurn: true }
  const regular = after(now, isLong ? Math.max(pace[stage], DAY) : pace[stage])
  // A look comes on each day with an expiry notice, and when the job expires.
  const days =
    expiresAt === undefined ? [] : [...EXPIRY_NOTICE_DAYS.map(day => before(expiresAt, day * DAY)), expiresAt]
  return { dueAt: [regular, ...days.filter(day => day > now.toISOString())].toSorted()[0] ?? regular }
}

/** When the next look at a job is due. A job that an older Waybill stored without this time is due at once. */
export const dueAt = (job: DeviceFacts & Pick<Job, 'follow'>): Timestamp | undefined =>
  job.follow ? job.follow.dueAt : isUnderWay(job) ? job.createdAt : undefined

/** The expiry notice that is due now and was not given yet, in days before the job expires. */
export const dueExpiryNotice = (job: Job, now: Date): (typeof EXPIRY_NOTICE_DAYS)[number] | undefined => {
  const { expiresAt } = deviceOf(job)
  if (expiresAt === undefined || expiresAt <= now.toISOString()) return undefined
  const due = EXPIRY_NOTICE_DAYS.findLast(day => before(expiresAt, day * DAY) <= now.toISOString())
  return due !== undefined && due < (job.expiryNotice ?? Number.POSITIVE_INFINITY) ? due : undefined
}

/** The job with a new next look. */
export const withNextLook = (job: Job, now: Date, pace?: Pace): Job => {
  const { askedAt } = job.follow ?? {}
  return { ...job, follow: { ...(askedAt !== undefined && { askedAt }), ...nextLook(job, now, pace) } }
}

const after = (now: Date, ms: number): Timestamp => new Date(now.getTime() + ms).toISOString()
const before = (time: Timestamp, ms: number): Timestamp => new Date(Date.parse(time) - ms).toISOString()
