import { type Fault, fault, isFault } from '../query-api/faults.ts'
import type { DepotDeps, DepotSigner } from './depot-deps.ts'
import { endOf, ownJob } from './own-job.ts'
import type { DepotJob } from './ports.ts'

/** How many attempts to write. Each fails if another request changes the job meanwhile. */
const MAX_TRIES = 5

/**
 * Changes a caller's job that is still alive. If another request was faster, the change is made again on top of its change.
 *
 * Refuses: InvalidJobIdException, CanceledJobIdException, ExpiredJobIdException, and the faults of `change`.
 *
 * @returns the changed job
 */
export const changeJob = async (
  deps: DepotDeps,
  jobId: string,
  caller: DepotSigner,
  change: (job: DepotJob) => DepotJob | Fault,
): Promise<DepotJob | Fault> => {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const job = await ownJob(deps, jobId, caller)
    if (isFault(job)) return job
    const end = endOf(job, deps.clock())
    if (end) return end
    const changed = change(job)
    if (isFault(changed)) return changed
    const next = { ...changed, version: job.version + 1 }
    if (await deps.jobs.replace(next)) return next
  }
  return fault('ServiceUnavailable', `Job ${jobId} is being changed by others; send the request again`)
}
