import type { Actor } from '../../audit/event.ts'
import { jobChanged, requireUnchanging } from '../change/change-job.ts'
import { type ChangeEvent, recordChanges, withEvents } from '../change-events.ts'
import { JobError } from '../errors.ts'
import type { Job } from '../job.ts'
import type { JobDeps } from '../job-deps.ts'

/** How many attempts to write. Each fails if another request changes the job meanwhile. */
const MAX_TRIES = 5

/**
 * Changes the part of a job that the service does not know. If others change the job meanwhile, the change is made again on
 * top of theirs, unless the caller expects one version.
 *
 * @param change `undefined`: there is nothing to change
 * @param event the event of the change, which is stored with it
 *
 * Refuses: CHANGE_IN_PROGRESS, JOB_CHANGED, and the codes of `change`.
 */
export const changeItem = async (
  deps: JobDeps,
  first: Job,
  { actor, isOne }: { readonly actor: Actor; readonly isOne: boolean },
  change: (job: Job) => Job | undefined,
  event: (before: Job, after: Job) => ChangeEvent,
): Promise<{ readonly job: Job; readonly isChanged: boolean }> => {
  let job: Job | undefined = first
  for (let tries = 0; tries < MAX_TRIES && job; tries += 1) {
    const now = deps.clock()
    requireUnchanging(job, now)
    const changed = change(job)
    if (!changed) return { job, isChanged: false }
    const next = { ...changed, updatedAt: now.toISOString(), version: job.version + 1 }
    const after = withEvents(job, next, { now, actor, events: [event(job, next)], pace: deps.pace })
    if (await deps.jobs.replace(after)) return { job: await recordChanges(deps, after), isChanged: true }
    if (isOne) throw jobChanged(first)
    job = await deps.jobs.job(first.jobId)
  }
  throw new JobError('CHANGE_IN_PROGRESS', `Other requests change job ${first.jobId}. Send the same request again.`, {
    retryAfterSeconds: 1,
  })
}
