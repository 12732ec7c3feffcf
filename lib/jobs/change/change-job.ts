import type { AuditAction } from '../../audit/actions.ts'
import type { Actor } from '../../audit/event.ts'
import { type Asking, actorOf } from '../../teams/caller.ts'
import { recordDeviceChanges, withDeviceChanges } from '../device-changes.ts'
import { JobError } from '../errors.ts'
import type { Job, JobState, StoredJob } from '../job.ts'
import type { JobDeps } from '../job-deps.ts'
import { jobKey } from '../job-key.ts'
import { attemptOnJob } from '../look-up/attempt-on-job.ts'
import type { ServiceCall } from '../service.ts'
import { requireClock } from '../service-clock.ts'
import { serviceError } from '../service-error.ts'
import { ServiceFailure } from '../service-failure.ts'
import { notAllowed, requireAllowed } from '../transitions.ts'
import { changedOptions } from './changed-options.ts'

export interface ChangeJob extends Asking {
  readonly jobId: string
  /** Whether this is the job that the caller has in mind (`If-Match`). Default: any */
  readonly isExpected?: (kept: StoredJob) => boolean
}

/** What a change leaves of a job. */
export type JobPatch = Partial<Omit<Job, 'jobId' | 'id' | 'team' | 'version'>>

/** What is done at the service, and what it leaves of the job. */
export type JobChange = (job: Job, call: ServiceCall) => Promise<JobPatch>

/**
 * Change a job at the service and here. One request at a time: the service takes the last request, so two at once could
 * leave it with another manifest than ours.
 *
 * 1. Look the job up; its state must allow the change, and it must be the one that the caller has in mind.
 * 2. Take the job's lease.
 * 3. Ask the service, signed with the key that the job was made with.
 * 4. Keep what came of it. Where the outcome is unclear the lease runs out by itself, and by then the signed request is
 *    expired.
 *
 * @param plan what is to be done; it may refuse that before the job is looked at
 *
 * Refuses: JOB_NOT_FOUND, TRANSITION_NOT_ALLOWED, JOB_CHANGED, CHANGE_IN_PROGRESS, SIGNING_KEY_MISSING, CLOCK_WRONG, and the SERVICE_ codes.
 */
export const changeJob = async (
  deps: JobDeps,
  input: ChangeJob,
  action: AuditAction & ('update' | 'cancel'),
  plan: () => JobChange,
): Promise<StoredJob> =>
  attemptOnJob(
    deps,
    input,
    action,
    kept => makeChange(deps, input, action, kept, plan()),
    ({ job: after }, { job }) => (action === 'update' ? changedOptions(job, after) : {}),
  )

const makeChange = async (
  deps: JobDeps,
  input: ChangeJob,
  action: 'update' | 'cancel',
  kept: StoredJob,
  act: JobChange,
): Promise<StoredJob> => {
  const { job } = kept
  if (input.isExpected && !input.isExpected(kept)) throw jobChanged(job)
  requireAllowed(action, job)
  const credentials = await jobKey(deps.keys, job)

  const startedAt = deps.clock()
  const call: ServiceCall = { credentials, startedAt, deadline: new Date(startedAt.getTime() + deps.timing.deadlineMs) }
  await requireClock(deps, call)
  const leased = await takeLease(deps, job, call, input.isExpected !== undefined)

  try {
    const patch = await act(job, call)
    return { ...kept, job: await finish(deps, leased, patch, actorOf(input)) }
  } catch (error) {
    if (!(error instanceof ServiceFailure)) {
      if (error instanceof JobError) await finish(deps, leased, {}, actorOf(input))
      throw error
    }
    const state = stateSaid(error)
    const isSettled = error.kind === 'refused' || error.kind === 'not-sent'
    if (isSettled) await finish(deps, leased, state === undefined ? {} : { state }, actorOf(input))
    if (state !== undefined) throw notAllowed(action, { ...job, state }, error)
    throw serviceError(error, deps.clock(), leased.change?.until)
  }
}

const takeLease = async (
  { jobs, clock, newId, service, timing }: JobDeps,
  job: Job,
  call: ServiceCall,
  isConditional: boolean,
): Promise<Job> => {
  requireUnchanging(job, clock())
  // Until then the service may act on this request; no other request may be sent before.
  const until = Math.max(call.startedAt.getTime() + timing.leaseMs, service.acceptableUntil(call).getTime())
  const leased = {
    ...job,
    change: { owner: newId(), until: new Date(until).toISOString() },
    version: job.version + 1,
  }
  if (await jobs.replace(leased)) return leased
  throw isConditional ? jobChanged(job) : inProgress(job.jobId, 1000)
}

/** @throws JobError CHANGE_IN_PROGRESS while a request changes the job */
export const requireUnchanging = ({ jobId, change }: Job, now: Date): void => {
  if (change && change.until > now.toISOString()) throw inProgress(jobId, Date.parse(change.until) - now.getTime())
}

/** Keeps what came of the change, and lets the lease go. */
const finish = async (deps: JobDeps, leased: Job, patch: JobPatch, actor: Actor): Promise<Job> => {
  const { change, ...job } = { ...leased, ...patch }
  const now = deps.clock()
  const isChange = Object.keys(patch).length > 0
  const changed: Job = { ...job, ...(isChange && { updatedAt: now.toISOString() }), version: leased.version + 1 }
  const after = withDeviceChanges(leased, changed, now, actor, deps.pace)
  try {
    if (await deps.jobs.replace(after)) return await recordDeviceChanges(deps, after)
    throw new Error(`Job ${job.jobId} was changed by another while ${change?.owner} held its lease`)
  } catch (error) {
    // The service has done it. The next look at its status brings the job item in step.
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
