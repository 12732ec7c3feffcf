import { fault, isFault } from '../query-api/faults.ts'
import type { DepotOperation } from './depot-deps.ts'
import { ownJob } from './own-job.ts'

/** The guide names no default. */
const DEFAULT_MAX_JOBS = 100

/**
 * ListJobs: the caller's jobs, newest first, from after the job that `Marker` names. `MaxJobs=0` lists none and shows
 * whether there are any.
 *
 * Refuses: InvalidParameterException for a marker that is not one of the caller's jobs.
 */
export const listJobs: DepotOperation<'ListJobs'> = async (
  deps,
  { MaxJobs: limit = DEFAULT_MAX_JOBS, Marker },
  caller,
) => {
  const after = Marker === undefined ? undefined : await ownJob(deps, Marker, caller)
  // The operation declares no fault about job IDs.
  if (after && isFault(after)) return fault('InvalidParameterException', after.message)

  const { jobs, truncated } = await deps.jobs.list(caller.accessKeyId, { limit, ...(after && { after }) })
  return {
    Jobs: jobs.map(({ jobId, jobType, createdAt, cancelledAt }) => ({
      JobType: jobType,
      CreationDate: new Date(createdAt),
      IsCanceled: cancelledAt !== undefined,
      JobId: jobId,
    })),
    IsTruncated: truncated,
  }
}
