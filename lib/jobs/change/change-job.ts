import type { Actor } from '../../audit/event.ts'
import { type Asking, actorOf } from '../../teams/caller.ts'
import { howItEnded } from '../attempt.ts'
import { type ChangeEvent, recordChanges, withEvents } from '../change-events.ts'
import { JobError } from '../errors.ts'
import { askStatus } from '../follow/get-status.ts'
import type { ChangeRequest, Job, JobPatch, JobState, StoredJob } from '../job.ts'
import type { JobDeps } from '../job-deps.ts'
import { jobKey } from '../job-key.ts'
import { attemptOnJob } from '../look-up/attempt-on-job.ts'
import { withNextLook } from '../pace.ts'
import type { ServiceCall } from '../service.ts'
import { requireClock } from '../service-clock.ts'
import { serviceError } from '../service-error.ts'
import { ServiceFailure } from '../service-failure.ts'
import { within } from '../timing.ts'
import { notAllowed, requireAllowed } from '../transitions.ts'
import { changedOptions } from './changed-options.ts'

export interface ChangeJob extends Asking {
  readonly jobId: string
  /** Whether this is the job that the caller has in mind (`If-Match`). Default: any */
  readonly isExpected?: (kept: StoredJob) => boolean
}

/** A change that is about to be made. */
export interface JobChange {
  /** Of an update: hex SHA-256 of the manifest that it sends. */
  readonly sentSha256?: string
  /** What is done at the service, and what it leaves of the job. */
  readonly act: (job: Job, call: ServiceCall) => Promise<JobPatch>
}

type ChangeAction = ChangeRequest['action']

/**
 * Change a job at the service and here. One request at a time: the service takes the last request, so two at once could
 * leave it with another manifest than ours.
 *
 * 1. Look the job up. Where a request before was broken off, find out from the service how it ended.
 * 2. The job's state must allow the change, and it must be the one that the caller has in mind.
 * 3. Take the job's lease, and store with it what is tried, by whom.
 * 4. Ask the service, signed with the key that the job was made with.
 * 5. Store what came of it with its event, in one write. Where the outcome is unclear the lease runs out by itself, and by
 *    then the signed request is expired: the next change, look at the status, or who follows jobs does step 1.
 *
 * @param plan what is to be done; it may refuse that before the lease is taken
 *
 * Refuses: JOB_NOT_FOUND, TRANSITION_NOT_ALLOWED, JOB_CHANGED, CHANGE_IN_PROGRESS, SIGNING_KEY_MISSING, CLOCK_WRONG, and the SERVICE_ codes.
 */
export const changeJob = async (
  deps: JobDeps,
  input: ChangeJob,
  action: ChangeAction,
  plan: (job: Job) => JobChange,
): Promise<StoredJob> => {
  const ended = await attemptOnJob(
    deps,
    input,
    action,
    kept => makeChange(deps, input, action, kept, plan(kept.job)),
    ({ isRecorded }) => (isRecorded ? undefined : {}),
  )
  if (ended.error !== undefined) throw ended.error
  return ended.stored
}

/** How a change ended: done, or refused by the service. `isRecorded`: its event is stored with the job. */
interface Ended {
  readonly stored: StoredJob
  readonly error?: unknown
  readonly isRecorded: boolean
}

const makeChange = async (
  deps: JobDeps,
  input: ChangeJob,
  action: ChangeAction,
  found: StoredJob,
  { act, ...sent }: JobChange,
): Promise<Ended> => {
  const startedAt = deps.clock()
  const deadline = new Date(startedAt.getTime() + deps.timing.deadlineMs)
  const actor = actorOf(input)
  const job = await afterBrokenChange(within(deps, deadline), found.job, actor)
  const kept = { ...found, job }
  if (input.isExpected && !input.isExpected(kept)) throw jobChanged(job)
  // The request before has done it, and its answer was lost.
  if (action === 'cancel' && job.state === 'cancelled' && found.job.state === 'created') {
    return { stored: kept, isRecorded: false }
  }
  requireAllowed(action, job)
  const credentials = await jobKey(deps.keys, job)
  const call: ServiceCall = { credentials, startedAt, deadline }
  await requireClock(deps, call)
  const request = { action, ...sent, ...actor }
  const leased = await takeLease(deps, job, request, call, input.isExpected !== undefined)

  const end = async (event: Omit<ChangeEvent, 'action'>, patch: JobPatch = {}) => {
    const stored = { ...kept, job: await finish(deps, leased, patch, actor, { action, ...event }) }
    return { stored, isRecorded: true }
  }
  try {
    const patch = await act(job, call)
    return await end({ outcome: 'done', ...(action === 'update' && changedOptions(job, { ...job, ...patch })) }, patch)
  } catch (error) {
    if (error instanceof JobError) return { ...(await end(howItEnded(error))), error }
    if (!(error instanceof ServiceFailure)) throw error
    const state = stateSaid(error)
    const thrown =
      state === undefined
        ? serviceError(error, deps.clock(), leased.change?.until)
        : notAllowed(action, { ...job, state }, error)
    const isCertain = error.kind === 'refused' || error.kind === 'not-sent'
    if (!isCertain) throw thrown
    return { ...(await end(howItEnded(thrown), state === undefined ? {} : { state })), error: thrown }
  }
}

/** The job once it is known how a change has ended whose lease has run out. */
const afterBrokenChange = async (deps: JobDeps, job: Job, actor: Actor): Promise<Job> => {
  if (!job.change?.request) return job
  requireUnchanging(job, deps.clock())
  return (await askStatus(deps, job, actor)).job
}

const takeLease = async (
  { jobs, clock, newId, service, timing, pace }: JobDeps,
  job: Job,
  request: ChangeRequest,
  call: ServiceCall,
  isConditional: boolean,
): Promise<Job> => {
  const now = clock()
  requireUnchanging(job, now)
  // Until then the service may act on this request; no other request may be sent before.
  const until = Math.max(call.startedAt.getTime() + timing.leaseMs, service.acceptableUntil(call).getTime())
  const change = { owner: newId(), until: new Date(until).toISOString(), request }
  const leased = withNextLook({ ...job, change, version: job.version + 1 }, now, pace)
  if (await jobs.replace(leased)) return leased
  throw isConditional ? jobChanged(job) : inProgress(job.jobId, 1000)
}

/** @throws JobError CHANGE_IN_PROGRESS while a request changes the job */
export const requireUnchanging = ({ jobId, change }: Job, now: Date): void => {
  if (change && change.until > now.toISOString()) throw inProgress(jobId, Date.parse(change.until) - now.getTime())
}

/** Stores what came of the change, with its event, and lets the lease go. */
const finish = async (deps: JobDeps, leased: Job, patch: JobPatch, actor: Actor, event: ChangeEvent): Promise<Job> => {
  const { change, ...job } = { ...leased, ...patch }
  const now = deps.clock()
  const isChange = Object.keys(patch).length > 0
  const changed: Job = { ...job, ...(isChange && { updatedAt: now.toISOString() }), version: leased.version + 1 }
  const after = withEvents(leased, changed, { now, actor, events: [event], pace: deps.pace })
  try {
    if (await deps.jobs.replace(after)) return await recordChanges(deps, after)
    throw new Error(`Job ${job.jobId} was changed by another while ${change?.owner} held its lease`)
  } catch (error) {
    // The service has answered, and the lease shows what was asked: whoever looks at the job next finds out how it ended.
    deps.log.error('job item not brought in step with the service', { jobId: job.jobId, error })
    return after
  }
}

/** What an error reports about the job's state. */
const stateSaid = ({ fault }: ServiceFailure): JobState | undefined => {
  if (fault?.code === 'CanceledJobIdException') return 'cancelled'
  return fault?.code === 'ExpiredJobIdException' ? 'expired' : undefined
}

export const jobChanged = ({ jobId }: Job) =>
  new JobError('JOB_CHANGED', `Job ${jobId} has changed since that ETag. Get the job again, then decide.`)

const inProgress = (jobId: string, remainingMs: number) =>
  new JobError(
    'CHANGE_IN_PROGRESS',
    `Another request is changing job ${jobId}, or the outcome of a change is not known yet.`,
    {
      retryAfterSeconds: Math.max(1, Math.ceil(remainingMs / 1000)),
    },
  )
