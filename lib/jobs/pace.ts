import type { Timestamp } from '../system.ts'
import { type DeviceFacts, deviceOf } from './device.ts'
import type { DeviceStage } from './device-stage.ts'
import type { Follow, Job } from './job.ts'
import { JOB_LIFE_MS } from './timing.ts'

/** A stage in which something can still happen to a device. */
export type PacedStage = Exclude<DeviceStage, 'returned'>

/** How long the service is left alone about a job, by its device's stage, in milliseconds. */
export type Pace = Readonly<Record<PacedStage, number>> & {
  /** Regular looks come in turn (`follow/turns.ts`), and no job stores when its own is. Default: each job has a time of its own */
  readonly inTurn?: boolean
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Jobs in turn of a stage away are looked at in so many parts, spread over the time in which each has its turn. */
export const TURN_PARTS = 16

/** Seldom while the device is with its team, more often once it is on its way. */
export const PACE: Pace = {
  'not-shipped': 12 * HOUR,
  shipped: HOUR,
  received: 30 * MINUTE,
  'in-progress': 30 * MINUTE,
  done: 2 * HOUR,
  'done-with-errors': 2 * HOUR,
  rejected: 2 * HOUR,
}

/** The same for a store where each write is paid for. */
export const PACE_IN_TURN: Pace = { ...PACE, inTurn: true }

/** A device that has stayed so long where it is moves seldom. */
const LONG_MS = 30 * DAY

/** How many days before a job expires its team gets a notice. */
export const EXPIRY_NOTICE_DAYS = [7, 2] as const

/** How long an event may wait for the history, until it is recorded by who follows jobs. */
const RECORD_AFTER_MS = MINUTE

/** Whether something can still happen to a job's device that the service knows of. */
export const isUnderWay = (job: DeviceFacts): boolean => {
  const { stage } = deviceOf(job)
  if (stage === 'returned') return false
  // The device of a job that was cancelled too late is sent back.
  return job.state === 'created' || (stage !== 'not-shipped' && stage !== 'shipped')
}

/** When the service is to be asked about a job next; nothing of both: never again. */
export type NextLook = Pick<Follow, 'dueAt' | 'inTurn'>

/** When the service is to be asked about a job next, after it was asked, or something changed, at a moment. */
export const nextLook = (job: Job, now: Date, pace: Pace = PACE): NextLook => {
  if (job.unrecorded && job.unrecorded.length > 0) return { dueAt: after(now, RECORD_AFTER_MS) }
  // By then it is certain how the request has ended that changes the job; should it be broken off, this look finds it out.
  if (job.change) return { dueAt: job.change.until }
  if (!isUnderWay(job)) return {}
  const { stage, since, expiresAt } = deviceOf(job)
  if (stage === 'returned') return {}
  const isLong = stage !== 'not-shipped' && now.getTime() - Date.parse(since) > LONG_MS
  const isPastTurns = stage === 'not-shipped' && now.getTime() - Date.parse(job.createdAt) >= JOB_LIFE_MS
  if (pace.inTurn && !isLong && !isPastTurns) return { inTurn: true }
  const regular = after(now, isLong ? Math.max(pace[stage], DAY) : pace[stage])
  // The days that count are not passed over.
  const days =
    expiresAt === undefined ? [] : [...EXPIRY_NOTICE_DAYS.map(day => before(expiresAt, day * DAY)), expiresAt]
  return { dueAt: [regular, ...days.filter(day => day > now.toISOString())].toSorted()[0] ?? regular }
}

/** When a job is to be looked at; one of before that was followed is due at once. */
export const dueAt = (job: DeviceFacts & Pick<Job, 'follow'>): Timestamp | undefined =>
  job.follow ? job.follow.dueAt : isUnderWay(job) ? job.createdAt : undefined

/** How many days are left, where that is what a notice is due for now and was not given. */
export const dueExpiryNotice = (job: Job, now: Date): (typeof EXPIRY_NOTICE_DAYS)[number] | undefined => {
  const { expiresAt } = deviceOf(job)
  if (expiresAt === undefined || expiresAt <= now.toISOString()) return undefined
  const due = EXPIRY_NOTICE_DAYS.findLast(day => before(expiresAt, day * DAY) <= now.toISOString())
  return due !== undefined && due < (job.expiryNotice ?? Number.POSITIVE_INFINITY) ? due : undefined
}

/** The job with a new time of its next look. */
export const withNextLook = (job: Job, now: Date, pace?: Pace): Job => {
  const { askedAt } = job.follow ?? {}
  return { ...job, follow: { ...(askedAt !== undefined && { askedAt }), ...nextLook(job, now, pace) } }
}

const after = (now: Date, ms: number): Timestamp => new Date(now.getTime() + ms).toISOString()
const before = (time: Timestamp, ms: number): Timestamp => new Date(Date.parse(time) - ms).toISOString()
