import { type Fault, fault } from '../query-api/faults.ts'
import type { DepotDeps, DepotSigner } from './depot-deps.ts'
import { normalizeJobId } from './job-ids.ts'
import { type DepotStage, stageOf } from './job-position.ts'
import type { DepotJob } from './ports.ts'

/** Longer texts are cut where a fault repeats them. */
const LONGEST_ECHO = 64

/** A caller's job. The job of another caller is answered like one that does not exist. */
export const ownJob = async ({ jobs }: DepotDeps, jobId: string, caller: DepotSigner): Promise<DepotJob | Fault> => {
  const id = normalizeJobId(jobId)
  const job = id === undefined ? undefined : await jobs.get(id)
  if (job?.owner === caller.accessKeyId) return job
  const echo = jobId.length > LONGEST_ECHO ? `${jobId.slice(0, LONGEST_ECHO)}...` : jobId
  return fault('InvalidJobIdException', `No such job ${echo} for your account`)
}

/** The fault of a job that allows no action. `undefined`: it is active. */
export const endOf = (job: DepotJob, now: Date): Fault | undefined => {
  if (job.cancelledAt !== undefined) return fault('CanceledJobIdException', `Job ${job.jobId} has been canceled`)
  return expiryOf(job, now)
}

export const expiryOf = (job: DepotJob, now: Date): Fault | undefined =>
  stageOf(job, now) === 'expired' ? fault('ExpiredJobIdException', `Job ${job.jobId} has expired`) : undefined

/**
 * The owner may update and cancel a job until work on its device begins (SDK models, CancelJob and UpdateJob): a device
 * that has come and waits changes nothing.
 */
const IS_BEGUN: Readonly<Partial<Record<DepotStage, string>>> = {
  loading: 'is being worked on',
  loaded: 'is complete',
  aborted: 'was aborted',
  returned: 'is complete',
}

/** The fault of an active job that can no longer be changed. `undefined`: it can. */
export const tooLateTo = (
  code: 'UnableToCancelJobIdException' | 'UnableToUpdateJobIdException',
  job: DepotJob,
  now: Date,
): Fault | undefined => {
  const because = IS_BEGUN[stageOf(job, now)]
  return because === undefined ? undefined : fault(code, `Job ${job.jobId} ${because}`)
}
