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
  /** Whether this is the version that the caller expects (`If-Match`). Default: any version */
  readonly isExpected?: (stored: StoredJob) => boolean
}

/** A change that is about to be made. */
export interface JobChange {
  /** Of an update: hex SHA-256 of the manifest that it sends. */
  readonly sentSha256?: string
  /** Asks the service, and gives the change of the job item. */
  readonly act: (job: Job, call: ServiceCall) => Promise<JobPatch>
}

type ChangeAction = ChangeRequest['action']

/**
 * Change a job at the service and here. One request at a time: the service uses the request that comes last, so two at once
 * could leave the service with another manifest than ours.
 *
 * 1. Look the job up. If an earlier request broke off, find out from the service how it ended.
 * 2. Check that the job's state allows the change, and that it is the version that the caller expects.
 * 3. Take the job's lease, and store with it the request and its actor.
 * 4. Ask the service, signed with the key that the job was made with.
 * 5. Store the outcome with its event, in one write. If the outcome is unclear, the lease stays until it runs out, and the
 *    signed request expires with it. The next change, status request or run of `followJobs` then does step 1.
 *
 * @param plan prepares the change; it may refuse it before the lease is taken
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
    found => makeChange(deps, input, action, found, plan(found.job)),
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
  const current = { ...found, job }
  if (input.isExpected && !input.isExpected(current)) throw jobChanged(job)
  // The earlier request has cancelled the job, and its answer was lost.
  if (action === 'cancel' && job.state === 'cancelled' && found.job.state === 'created') {
    return { stored: current, isRecorded: false }
  }
  requireAllowed(action, job)
  const credentials = await jobKey(deps.keys, job)
  const call: ServiceCall = { credentials, startedAt, deadline }
  await requireClock(deps, call)
  const request = { action, ...sent, ...actor }
  const leased = await takeLease(deps, job, request, call, input.isExpected !== undefined)

  const end = async (event: Omit<ChangeEvent, 'action'>, patch: JobPatch = {}) => {
    const stored = { ...current, job: await finish(deps, leased, patch, actor, { action, ...event }) }
    return { stored, isRecorded: true }
  }
  try {
    const patch = await act(job, call)
    return await end({ outcome: 'done', ...(action === 'update' && changedOptions(job, { ...job, ...patch })) }, patch)
  } catch (error) {
    if (error instanceof JobError) return { ...(await end(howItEnded(error))), error }
    if (!(error instanceof ServiceFailure)) throw error
    const state = reportedState(error)
    const thrown =
      state === undefined
        ? serviceError(error, deps.clock(), leased.change?.until)
        : notAllowed(action, { ...job, state }, error)
    const isCertain = error.kind === 'refused' || error.kind === 'not-sent'
    if (!isCertain) throw thrown
    return { ...(await end(howItEnded(thrown), state === undefined ? {} : { state })), error: thrown }
  }
}

/** The job, after the outcome of a broken-off change was found out and stored. */
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

/** Stores the outcome of the change with its event, and releases the lease. */
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
    // The lease still shows the request, so the next change or status request finds out how it ended.
    deps.log.error('job item not brought in step with the service', { jobId: job.jobId, error })
    return after
  }
}

/** The job's state, where the service's fault reports it. */
const reportedState = ({ fault }: ServiceFailure): JobState | undefined => {
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
