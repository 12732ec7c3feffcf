import type { Actor } from '../audit/event.ts'
import type { History } from '../audit/ports.ts'
import type { Clock, Log } from '../system.ts'
import { deviceOf } from './device.ts'
import type { Job, UnrecordedEvent } from './job.ts'
import type { JobStore } from './job-store.ts'
import { dueExpiryNotice, type Pace, withNextLook } from './pace.ts'

export interface DeviceDeps {
  readonly jobs: Pick<JobStore, 'job' | 'replace' | 'pointFromStage'>
  readonly history: Pick<History, 'append'>
  readonly clock: Clock
  readonly log: Log
  /** Default: `PACE` */
  readonly pace?: Pace
}

/**
 * The next version of a job with what the change is to its device: the stage and since when, the events that the history is
 * to get, and when the job is to be looked at again. Who stores it calls `recordDeviceChanges` afterwards.
 *
 * @param now the moment of the change
 */
export const withDeviceChanges = (before: Job, after: Job, now: Date, actor: Actor, pace?: Pace): Job => {
  const at = now.toISOString()
  const was = deviceOf(before)
  const { stage, reason, expiresAt } = deviceOf(after)
  const isMoved = stage !== was.stage
  const daysLeft = after.state === 'created' ? dueExpiryNotice(after, now) : undefined
  const event = (action: 'device' | 'expiry', what: Pick<UnrecordedEvent, 'code' | 'detail'>): UnrecordedEvent => ({
    // Each version of a job has one change, so this names the event wherever it is made.
    id: `${after.jobId}-${after.version}-${action}`,
    at,
    ...actor,
    action,
    outcome: 'done',
    ...what,
  })
  const events = [
    ...(isMoved ? [event('device', { detail: `${was.stage} to ${stage}`, ...(reason && { code: reason.code }) })] : []),
    ...(daysLeft === undefined ? [] : [event('expiry', { detail: `${daysLeft} days left, until ${expiresAt}` })]),
  ]
  const next: Job = {
    ...after,
    stage: { name: stage, since: isMoved ? at : was.since },
    ...(daysLeft !== undefined && { expiryNotice: daysLeft }),
    ...(events.length > 0 && { unrecorded: [...(after.unrecorded ?? []), ...events] }),
  }
  return withNextLook(next, now, pace)
}

/** How often others may change the same job while its events are taken off it. */
const MAX_TRIES = 3

/**
 * Brings to the history, and to the lists by stage, what this version of a job has stored for it, and takes it off the job.
 * Where that cannot be done now, it stays, and who follows jobs does it (`recordLeftChanges`).
 */
export const recordDeviceChanges = async (deps: DeviceDeps, job: Job): Promise<Job> => {
  const own = (job.unrecorded ?? []).filter(({ id }) => id.startsWith(`${job.jobId}-${job.version}-`))
  // Those of earlier versions are under way in the requests that made them.
  return record(deps, job, own, new Set())
}

/** @param known the IDs of events that the history has already */
const record = async (
  deps: DeviceDeps,
  job: Job,
  events: readonly UnrecordedEvent[],
  known: ReadonlySet<string>,
): Promise<Job> => {
  if (events.length === 0) return job
  try {
    await deps.jobs.pointFromStage(job)
    for (const event of events) if (!known.has(event.id)) await append(deps, job, event)
    return await withoutEvents(deps, job, events)
  } catch (error) {
    deps.log.error('changes of a device not recorded; they are recorded later', { jobId: job.jobId, error })
    return job
  }
}

const append = async ({ history }: DeviceDeps, { id: stream, team, jobId }: Job, event: UnrecordedEvent) => {
  const { id, at, ...happening } = event
  await history.append(stream, { ...happening, team, jobId }, { id, at })
}

type LeftDeps = DeviceDeps & { readonly history: Pick<History, 'append' | 'stream'> }

/** The same for what another attempt may have recorded already: that one may have ended between the event and the job. */
export const recordLeftChanges = async (deps: LeftDeps, job: Job): Promise<Job> => {
  const { unrecorded = [] } = job
  if (unrecorded.length === 0) return job
  const known = new Set<string>()
  let after: string | undefined
  do {
    const page = await deps.history.stream(job.id, { limit: PAGE, ...(after !== undefined && { after }) })
    for (const { id } of page.events) known.add(id)
    after = page.more ? page.end : undefined
  } while (after !== undefined)
  return record(deps, job, unrecorded, known)
}

const PAGE = 100

const withoutEvents = async (
  { jobs, clock, pace }: DeviceDeps,
  recorded: Job,
  events: readonly UnrecordedEvent[],
): Promise<Job> => {
  let job: Job | undefined = recorded
  for (let tries = 0; tries < MAX_TRIES && job; tries += 1) {
    // While a request changes the job, its item is theirs.
    if (job.change && job.change.until > clock().toISOString()) break
    const left = (job.unrecorded ?? []).filter(({ id }) => !events.some(event => event.id === id))
    const { unrecorded: _, ...rest }: Job = job
    const bare = { ...rest, ...(left.length > 0 && { unrecorded: left }), version: job.version + 1 }
    const next = withNextLook(bare, clock(), pace)
    if (await jobs.replace(next)) return next
    job = await jobs.job(recorded.jobId)
  }
  return recorded
}
