import { JobError } from '../errors.ts'
import { keyOfFingerprint, recordId } from '../idempotency.ts'
import type { StoredJob } from '../job.ts'
import type { ServiceCall } from '../service.ts'
import type { Latest, SubmissionRecord } from '../submission-record.ts'
import { claimSubmission } from './claim-submission.ts'
import { finishSubmission } from './finish-submission.ts'
import { findEnd } from './job-end.ts'
import { jobOf, lookAtEarlier, replaySubmission } from './replay-submission.ts'
import type { SubmissionDeps, SubmissionInFlight } from './submission-deps.ts'

/** What becomes of a manifest whose job is alive but was given another manifest: 409, or another job. */
export type WhenReplaced = 'refuse' | 'submit'

/**
 * Claim a submission whose sender chose no key. The manifest stands for its job as long as that is alive; then it makes the
 * next one.
 *
 * 1. Claim the record of the manifest's first submission. Where it is free, that is all.
 * 2. The first record names the latest submission of the manifest: claim that one's record.
 * 3. It has its job, which is alive: replay it.
 * 4. Its job is over: name the next submission on the first record, and claim that one's record.
 *
 * Two requests at once that find the same job over name the same next submission, and meet in its record. A crash between
 * naming and claiming leaves a record that anybody may claim. So one read of the first record leads to the latest, however
 * many there have been.
 *
 * @returns the claimed record, which may be sent now; or the job that was made of the manifest already
 *
 * Refuses: MANIFEST_REPLACED, and what `claimSubmission` and `findEnd` refuse.
 */
export const claimByContent = async (
  deps: SubmissionDeps,
  first: SubmissionInFlight,
  call: ServiceCall,
  whenReplaced: WhenReplaced,
): Promise<SubmissionRecord | StoredJob> => {
  const { asker } = first.record
  let generation = 1
  let current = first
  const goTo = (latest: Latest) => {
    generation = latest.generation
    current = { ...first, record: following(first.record, latest) }
  }

  for (;;) {
    const { record } = current
    const claim = await claimSubmission(deps, current, call)
    if ('claimed' in claim) return claim.claimed
    if ('adopted' in claim) return replaySubmission(deps, record, async () => claim.adopted)
    const { made } = claim
    if (made.latest) {
      goTo(made.latest)
      continue
    }

    const job = await jobOf(deps, made)
    const end = await lookAtEarlier(deps, record, () => findEnd(deps, made, job, asker))
    if (end === undefined) return replaySubmission(deps, record, () => finishSubmission(deps, made, job))
    if (end === 'replaced' && whenReplaced === 'refuse') {
      return replaySubmission(deps, record, async () => {
        throw manifestReplaced(job.jobId)
      })
    }
    const latest = { generation: generation + 1, follows: { jobId: job.jobId, end } }
    if (await deps.jobs.advance(first.record.id, latest)) goTo(latest)
    // Another request was faster: the first record names the submission to continue with.
    else current = first
  }
}

/** The record of a later submission of the same manifest. */
const following = (record: SubmissionRecord, { generation, follows }: Latest): SubmissionRecord => {
  const idempotencyKey = keyOfFingerprint(record.fingerprint, generation)
  return { ...record, id: recordId(record.team, idempotencyKey), idempotencyKey, follows }
}

const manifestReplaced = (jobId: string) =>
  new JobError(
    'MANIFEST_REPLACED',
    `This manifest made job ${jobId}, which was given another manifest since. To make another job of this one, send a fresh Idempotency-Key.`,
  )
