import type { StoredJob } from '../job.ts'
import type { JobDeps } from '../job-deps.ts'
import { ServiceFailure } from '../service-failure.ts'
import { type ChangeJob, changeJob } from './change-job.ts'

/**
 * Cancel a job. The job stays stored and visible. If the service has cancelled it already, this succeeds too.
 *
 * Refuses: the codes of `changeJob`.
 */
export const cancelJob = (deps: JobDeps, input: ChangeJob): Promise<StoredJob> =>
  changeJob(deps, input, 'cancel', () => ({
    act: async ({ jobId }, call) => {
      try {
        await deps.service.cancelJob(jobId, call)
      } catch (error) {
        if (!(error instanceof ServiceFailure) || error.fault?.code !== 'CanceledJobIdException') throw error
      }
      return { state: 'cancelled' }
    },
  }))
