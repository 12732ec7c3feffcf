import type { StoredJob } from '../job.ts'
import type { JobDeps } from '../job-deps.ts'
import { ServiceFailure } from '../service-failure.ts'
import { type ChangeJob, changeJob } from './change-job.ts'

/**
 * Cancel a job. It stays, and can be looked at. One that the service had cancelled already is as good.
 *
 * Refuses: as `changeJob`.
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
