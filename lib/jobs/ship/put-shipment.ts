import { isDeepStrictEqual } from 'node:util'
import { actorOf } from '../../teams/caller.ts'
import { type ChangeJob, jobChanged } from '../change/change-job.ts'
import type { ChangeEvent } from '../change-events.ts'
import { JobError } from '../errors.ts'
import type { Job, Shipment, StoredJob } from '../job.ts'
import type { JobDeps } from '../job-deps.ts'
import { attemptOnJob } from '../look-up/attempt-on-job.ts'
import { getJob } from '../look-up/get-job.ts'
import { requireAllowed } from '../transitions.ts'
import { checkNumber } from './carriers.ts'
import { changeItem } from './change-item.ts'

export interface PutShipment extends ChangeJob {
  readonly carrier: string
  readonly trackingNumber?: string
  /** A day such as `2026-11-21`. Default: today */
  readonly shippedOn?: string
  readonly sealNumber?: string
  /** The jobs whose devices are in the same parcel. Default: this one */
  readonly jobIds?: readonly string[]
}

/**
 * Report the parcel with the devices of one or more jobs. From then on, the devices are `shipped`. The same report again
 * changes nothing; a different one replaces it.
 *
 * 1. Look all jobs up. Each must still wait for its device, and all must belong to one team.
 * 2. Check day, carrier and number.
 * 3. Store the shipment with each job, the named one last. Take it from jobs that are no longer in the parcel.
 *
 * Refuses: JOB_NOT_FOUND, TRANSITION_NOT_ALLOWED, JOB_CHANGED, CHANGE_IN_PROGRESS, SHIPMENT_INVALID.
 */
export const putShipment = async (deps: JobDeps, input: PutShipment): Promise<StoredJob> => {
  const { stored } = await attemptOnJob(
    deps,
    input,
    'ship',
    found => store(deps, input, found),
    // The event of a change is stored with the jobs. The same shipment again needs its own event.
    ({ stored: { job: after }, isChanged }, { job: before }) => (isChanged ? undefined : sidesOf(before, after)),
  )
  return stored
}

/** The shipment before and after, for the event. */
const sidesOf = ({ shipment: before }: Job, { shipment: after }: Job) => ({
  ...(before && { before: shownOf(before) }),
  ...(after && { after: shownOf(after) }),
})

const shipped = (before: Job, after: Job): ChangeEvent => ({
  action: 'ship',
  outcome: 'done',
  ...sidesOf(before, after),
})

const store = async (
  deps: JobDeps,
  input: PutShipment,
  found: StoredJob,
): Promise<{ readonly stored: StoredJob; readonly isChanged: boolean }> => {
  const { job } = found
  if (input.isExpected && !input.isExpected(found)) throw jobChanged(job)
  requireAllowed('ship', job)
  const others = await otherJobs(deps, input, job)
  const now = deps.clock()
  const shippedOn = requireDay(input.shippedOn ?? now.toISOString().slice(0, 10), [job, ...others], now)
  const { carrier, trackingUrl, warnings } = await checkNumber(input.carrier, input.trackingNumber)
  const actor = actorOf(input)
  const shipment: Omit<Shipment, 'reportedAt'> = {
    carrier,
    ...(input.trackingNumber !== undefined && { trackingNumber: input.trackingNumber }),
    ...(trackingUrl !== undefined && { trackingUrl }),
    shippedOn,
    ...(input.sealNumber !== undefined && { sealNumber: input.sealNumber }),
    jobIds: [job, ...others].map(({ jobId }) => jobId).sort(),
    warnings,
    reportedBy: actor.principal,
  }
  const put = (one: Job, isOne = false) =>
    changeItem(
      deps,
      one,
      { actor, isOne },
      current => {
        requireAllowed('ship', current)
        const next = { ...shipment, reportedAt: current.shipment?.reportedAt ?? now.toISOString() }
        return isDeepStrictEqual(next, current.shipment) ? undefined : { ...current, shipment: next }
      },
      shipped,
    )

  for (const other of others) await put(other)
  for (const jobId of job.shipment?.jobIds ?? []) {
    if (!shipment.jobIds.includes(jobId)) await takeOut(deps, input, jobId, job.jobId)
  }
  const { job: after, isChanged } = await put(job, input.isExpected !== undefined)
  return { stored: { ...found, job: after }, isChanged }
}

/** The members of a shipment that an event shows. */
const shownOf = ({ warnings: _w, reportedBy: _b, ...shown }: Omit<Shipment, 'reportedAt'>): Record<string, unknown> =>
  shown

const otherJobs = async (deps: JobDeps, { caller, jobIds = [] }: PutShipment, job: Job): Promise<readonly Job[]> => {
  const names = new Set(jobIds.map(jobId => jobId.toUpperCase()))
  names.delete(job.jobId)
  const others: Job[] = []
  for (const jobId of names) {
    const { job: other } = await getJob(deps, { caller, jobId })
    if (other.team !== job.team) {
      throw new JobError('SHIPMENT_INVALID', `Jobs ${job.jobId} and ${other.jobId} belong to different teams.`)
    }
    requireAllowed('ship', other)
    others.push(other)
  }
  return others
}

/** Takes a job out of the parcel that another job of it still names. */
const takeOut = async (deps: JobDeps, input: PutShipment, jobId: string, leaving: string): Promise<void> => {
  const mate = await deps.jobs.job(jobId)
  if (!mate) return
  await changeItem(
    deps,
    mate,
    { actor: actorOf(input), isOne: false },
    ({ shipment, ...rest }) =>
      shipment?.jobIds.includes(leaving)
        ? { ...rest, shipment: { ...shipment, jobIds: shipment.jobIds.filter(one => one !== leaving) } }
        : undefined,
    (before, after) => ({ ...shipped(before, after), detail: `job ${leaving} is no longer in the parcel` }),
  )
}

const DAY_MS = 24 * 60 * 60_000
const DAY = /^\d{4}-\d\d-\d\d$/

/** The day may be one before or after today in UTC, since the team may be in another time zone. */
const requireDay = (day: string, jobs: readonly Job[], now: Date): string => {
  const [youngest = ''] = jobs
    .map(({ createdAt }) => createdAt)
    .toSorted()
    .reverse()
  const first = dayOf(Date.parse(youngest) - DAY_MS)
  const last = dayOf(now.getTime() + DAY_MS)
  const isDay = DAY.test(day) && !Number.isNaN(Date.parse(day)) && dayOf(Date.parse(day)) === day
  if (isDay && day >= first && day <= last) return day
  throw new JobError(
    'SHIPMENT_INVALID',
    `shippedOn must be a day from ${first} (a day before the job was made) to ${last}, such as ${dayOf(now.getTime())}.`,
  )
}

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10)
