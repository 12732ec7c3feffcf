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

/** What to do if the manifest's job is alive but has another manifest now: answer 409, or make another job. */
export type WhenReplaced = 'refuse' | 'submit'

/**
 * Claim a submission without an idempotency key. The same manifest gives the same job while that job is alive, and then makes
 * the next one.
 *
 * 1. Claim the record of the manifest's first submission. If it is free, this is all.
 * 2. The first record names the latest submission of the manifest: claim the record of that one.
 * 3. It has a job, which is alive: replay it.
 * 4. Its job is over: name the next submission on the first record, and claim the record of that one.
 *
 * Two requests at once that find the same job over name the same next submission, and meet in its record. A crash between
 * naming and claiming leaves a record that any request may claim. The first record always leads to the latest submission,
 * however many there have been.
 *
 * @returns the claimed record, which may be sent now; or the job that the manifest has already made
 *
 * Refuses: MANIFEST_REPLACED, and the codes of `claimSubmission` and `findEnd`.
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
