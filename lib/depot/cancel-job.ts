import { isFault } from '../query-api/faults.ts'
import { changeJob } from './change-job.ts'
import type { DepotOperation } from './depot-deps.ts'
import { tooLateTo } from './own-job.ts'

/**
 * CancelJob. The job stays and can be looked at.
 *
 * Refuses: InvalidJobIdException, CanceledJobIdException (it is already), ExpiredJobIdException,
 * UnableToCancelJobIdException.
 */
export const cancelJob: DepotOperation<'CancelJob'> = async (deps, { JobId }, caller) => {
  const now = deps.clock()
  const outcome = await changeJob(
    deps,
    JobId,
    caller,
    job => tooLateTo('UnableToCancelJobIdException', job, now) ?? { ...job, cancelledAt: now.toISOString() },
  )
  return isFault(outcome) ? outcome : { Success: true }
}
