import type { Actor } from '../../audit/event.ts'
import { jobChanged, requireUnchanging } from '../change/change-job.ts'
import { recordDeviceChanges, withDeviceChanges } from '../device-changes.ts'
import { JobError } from '../errors.ts'
import type { Job } from '../job.ts'
import type { JobDeps } from '../job-deps.ts'

/** How often others may change the same job meanwhile. */
const MAX_TRIES = 5

/**
 * Changes what Waybill alone stores of a job; on top of what others did meanwhile, unless the caller has one job in mind.
 *
 * @param change `undefined`: there is nothing to change
 *
 * Refuses: CHANGE_IN_PROGRESS, JOB_CHANGED, and what `change` refuses.
 */
export const changeItem = async (
  deps: JobDeps,
  first: Job,
  { actor, isOne }: { readonly actor: Actor; readonly isOne: boolean },
  change: (job: Job) => Job | undefined,
): Promise<Job> => {
  let job: Job | undefined = first
  for (let tries = 0; tries < MAX_TRIES && job; tries += 1) {
    const now = deps.clock()
    requireUnchanging(job, now)
    const changed = change(job)
    if (!changed) return job
    const next = { ...changed, updatedAt: now.toISOString(), version: job.version + 1 }
    const after = withDeviceChanges(job, next, now, actor, deps.pace)
    if (await deps.jobs.replace(after)) return recordDeviceChanges(deps, after)
    if (isOne) throw jobChanged(first)
    job = await deps.jobs.job(first.jobId)
  }
  throw new JobError('CHANGE_IN_PROGRESS', `Other requests change job ${first.jobId}. Send the same request again.`, {
    retryAfterSeconds: 1,
  })
}
