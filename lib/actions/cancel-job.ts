import type { KeptJob } from '../jobs/job.ts'
import { ServiceFailure } from '../jobs/service-failure.ts'
import { type ChangeJob, changeJob } from './change-job.ts'
import type { SubmissionDeps } from './submission-deps.ts'

/**
 * Cancel a job. It stays, and can be looked at. One that the service had cancelled already is as good.
 *
 * Refuses: as `changeJob`.
 */
export const cancelJob = (deps: SubmissionDeps, input: ChangeJob): Promise<KeptJob> =>
  changeJob(deps, input, 'cancel', async ({ jobId }, call) => {
    try {
      await deps.service.cancelJob(jobId, call)
    } catch (error) {
      if (!(error instanceof ServiceFailure) || error.fault?.code !== 'CanceledJobIdException') throw error
    }
    return { state: 'cancelled' }
  })
