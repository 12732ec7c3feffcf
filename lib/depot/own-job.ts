import type { DepotJob } from '../ports.ts'
import { type Fault, fault } from '../query-api/faults.ts'
import type { Caller, DepotDeps } from './depot-deps.ts'
import { normalizeJobId } from './job-ids.ts'
import { isExpired } from './job-position.ts'

/** Longer texts are cut where a fault repeats them. */
const LONGEST_ECHO = 64

/** A caller's job. Another's job is no other case than none: what a caller may not see is not there. */
export const ownJob = async ({ jobs }: DepotDeps, jobId: string, caller: Caller): Promise<DepotJob | Fault> => {
  const id = normalizeJobId(jobId)
  const job = id === undefined ? undefined : await jobs.get(id)
  if (job?.owner === caller.accessKeyId) return job
  const echo = jobId.length > LONGEST_ECHO ? `${jobId.slice(0, LONGEST_ECHO)}...` : jobId
  return fault('InvalidJobIdException', `No such job ${echo} for your account`)
}

/** Why a job cannot be worked on any more, if so. */
export const endOf = (job: DepotJob, now: Date): Fault | undefined => {
  if (job.cancelledAt !== undefined) return fault('CanceledJobIdException', `Job ${job.jobId} has been canceled`)
  return expiryOf(job, now)
}

export const expiryOf = (job: DepotJob, now: Date): Fault | undefined =>
  isExpired(job, now) ? fault('ExpiredJobIdException', `Job ${job.jobId} has expired`) : undefined
