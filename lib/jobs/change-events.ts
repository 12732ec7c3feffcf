import type { Actor } from '../audit/event.ts'
import type { History } from '../audit/ports.ts'
import type { Clock, Log } from '../system.ts'
import { deviceOf } from './device.ts'
import type { Job, JobHappening, UnrecordedEvent } from './job.ts'
import type { JobStore } from './job-store.ts'
import { dueExpiryNotice, type Pace, withNextLook } from './pace.ts'

export interface RecordingDeps {
  readonly jobs: Pick<JobStore, 'job' | 'replace' | 'pointFromStage'>
  readonly history: Pick<History, 'appendOnce'>
  readonly clock: Clock
  readonly log: Log
  /** Default: `PACE` */
  readonly pace?: Pace
}

/** An event of a change. */
export interface ChangeEvent extends JobHappening {
  /** Default: the actor of the change */
  readonly by?: Actor
}

/** When a change is made, by whom, and with which events. */
export interface ChangeMark {
  readonly now: Date
  readonly actor: Actor
  /** At most one for each action. `withEvents` adds the events of the device itself. */
  readonly events?: readonly ChangeEvent[]
  /** Default: `PACE` */
  readonly pace?: Pace | undefined
}

/**
 * The next version of a job with the events of the change. One write stores both, so a change always has its events,
 * wherever the process ends. The events of the device are among them: a new stage, and a job that will soon expire. The
 * caller stores the job, then calls `recordChanges`.
 */
export const withEvents = (before: Job, after: Job, { now, actor, events = [], pace }: ChangeMark): Job => {
  const at = now.toISOString()
  const was = deviceOf(before)
  const { stage, reason, expiresAt } = deviceOf(after)
  const isMoved = stage !== was.stage
  const daysLeft = after.state === 'created' ? dueExpiryNotice(after, now) : undefined
  const happened: readonly ChangeEvent[] = [
    ...events,
    ...(isMoved
      ? [
          {
            action: 'device',
            outcome: 'done',
            detail: `${was.stage} to ${stage}`,
            ...(reason && { code: reason.code }),
          } as const,
        ]
      : []),
    ...(daysLeft === undefined
      ? []
      : [{ action: 'expiry', outcome: 'done', detail: `${daysLeft} days left, until ${expiresAt}` } as const]),
  ]
  const next: Job = {
    ...after,
    stage: { name: stage, since: isMoved ? at : was.since },
    ...(daysLeft !== undefined && { expiryNotice: daysLeft }),
    ...(happened.length > 0 && {
      unrecorded: [...(after.unrecorded ?? []), ...happened.map(event => unrecorded(after, event, actor, at))],
    }),
  }
  return withNextLook(next, now, pace)
}

/** Each version of a job has one change, so version and action identify the event, however often it is recorded. */
const unrecorded = (
  { jobId, version }: Job,
  { by, ...what }: ChangeEvent,
  actor: Actor,
  at: string,
): UnrecordedEvent => ({ id: `${jobId}-${version}-${what.action}`, at, ...(by ?? actor), ...what })

/** How many attempts to take the events off the job. Each fails if another request changes the job meanwhile. */
const MAX_TRIES = 3

/**
 * Moves the events that are stored with a job to the history and to the lists by stage. Several callers may do this at once:
 * history has each event once. If it fails, the events stay with the job, and `followJobs` moves them later.
 */
export const recordChanges = async (deps: RecordingDeps, job: Job): Promise<Job> => {
  const { unrecorded: events = [] } = job
  if (events.length === 0) return job
  try {
    if (events.some(({ action }) => action === 'device')) await deps.jobs.pointFromStage(job)
    await recordEvents(deps.history, job, events)
    return await withoutEvents(deps, job, events)
  } catch (error) {
    deps.log.error('changes of a job not recorded; they are recorded later', { jobId: job.jobId, error })
    return job
  }
}

/** Records events in a job's history, each once, however often this is called. */
export const recordEvents = async (
  history: Pick<History, 'appendOnce'>,
  { id: stream, team, jobId }: Pick<Job, 'id' | 'team' | 'jobId'>,
  events: readonly UnrecordedEvent[],
): Promise<void> => {
  for (const { id, at, ...happening } of events) {
    await history.appendOnce(stream, { ...happening, team, jobId }, { id, at })
  }
}

const withoutEvents = async (
  { jobs, clock, pace }: RecordingDeps,
  recorded: Job,
  events: readonly UnrecordedEvent[],
): Promise<Job> => {
  let job: Job | undefined = recorded
  for (let tries = 0; tries < MAX_TRIES && job; tries += 1) {
    // While a request changes the job, only that request may write the item.
    if (job.change && job.change.until > clock().toISOString()) break
    const left = (job.unrecorded ?? []).filter(({ id }) => !events.some(event => event.id === id))
    // Another caller has taken them off.
    if (left.length === (job.unrecorded ?? []).length) return job
    const { unrecorded: _, ...rest }: Job = job
    const bare = { ...rest, ...(left.length > 0 && { unrecorded: left }), version: job.version + 1 }
    const next = withNextLook(bare, clock(), pace)
    if (await jobs.replace(next)) return next
    job = await jobs.job(recorded.jobId)
  }
  return recorded
}
