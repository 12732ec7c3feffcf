import type { Actor } from '../../audit/event.ts'
import { JobError } from '../errors.ts'
import { askStatus } from '../follow/get-status.ts'
import type { Job, StoredJob } from '../job.ts'
import type { ServiceCall } from '../service.ts'
import type { SubmissionRecord } from '../submission-record.ts'
import { JOB_LIFE_MS } from '../timing.ts'
import { jobActions } from '../transitions.ts'
import { claimSubmission } from './claim-submission.ts'
import { finishSubmission } from './finish-submission.ts'
import { jobOf, replaySubmission } from './replay-submission.ts'
import type { SubmissionDeps, SubmissionInFlight } from './submission-deps.ts'

/**
 * Claim a submission with the sender's own idempotency key. The key always gives the same job, even after the job has ended.
 *
 * @returns the claimed record, which may be sent now; or the job that the key has already made
 *
 * Refuses: JOB_NOT_ACTIVE, and the codes of `claimSubmission`.
 */
export const claimByKey = async (
  deps: SubmissionDeps,
  submission: SubmissionInFlight,
  call: ServiceCall,
): Promise<SubmissionRecord | StoredJob> => {
  const { record } = submission
  const claim = await claimSubmission(deps, submission, call)
  if ('claimed' in claim) return claim.claimed
  return replaySubmission(deps, record, async () => {
    if ('adopted' in claim) return claim.adopted
    const job = await requireActive(deps, await jobOf(deps, claim.made), record.asker)
    return finishSubmission(deps, claim.made, job)
  })
}

/** The job, unless it is cancelled or expired: a caller that sends a manifest again needs a usable job. */
const requireActive = async (deps: SubmissionDeps, stored: Job, asker: Actor): Promise<Job> => {
  const isOld = deps.clock().getTime() - Date.parse(stored.createdAt) > JOB_LIFE_MS
  const { job } = stored.state === 'created' && isOld ? await askStatus(deps, stored, asker) : { job: stored }
  if (job.state === 'created') return job
  throw new JobError(
    'JOB_NOT_ACTIVE',
    `This request made job ${job.jobId}, which is ${job.state}. To make another of the same manifest, send a fresh Idempotency-Key.`,
    { currentState: job.state, allowedActions: jobActions(job) },
  )
}
