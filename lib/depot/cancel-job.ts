import { changeJob } from './change-job.ts'
import type { OperationOf } from './depot-deps.ts'

/**
 * CancelJob. The job stays and can be looked at.
 *
 * Refuses: InvalidJobIdException, CanceledJobIdException (it is already), ExpiredJobIdException.
 */
export const cancelJob: OperationOf<'CancelJob'> = async (deps, { JobId }, caller) => {
  const cancelledAt = deps.clock().toISOString()
  const refusal = await changeJob(deps, JobId, caller, job => ({ ...job, cancelledAt }))
  return refusal ?? { Success: true }
}
