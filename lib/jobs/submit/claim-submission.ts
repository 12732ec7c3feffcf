import { howItEnded } from '../attempt.ts'
import { JobError } from '../errors.ts'
import type { StoredJob } from '../job.ts'
import { jobKey } from '../job-key.ts'
import { recordJobEventOrLog } from '../record-event.ts'
import type { ServiceCall } from '../service.ts'
import type { SubmissionRecord } from '../submission-record.ts'
import { taggingOf } from '../tagging.ts'
import { resolveSubmission } from './resolve-submission.ts'
import { adoptEvent, storeAnswer } from './store-answer.ts'
import type { SubmissionDeps, SubmissionInFlight } from './submission-deps.ts'
import { tried } from './tried.ts'

/** The outcome of a claim. */
export type Claim =
  /** The record is ours: its request may be sent now. */
  | { readonly claimed: SubmissionRecord }
  /** An earlier request with this key has made a job. */
  | { readonly made: SubmissionRecord }
  /** An earlier request with this key had made a job, and its answer was lost. The job is stored now. */
  | { readonly adopted: StoredJob }

/**
 * Claim the record of a submission, so that only this request sends it.
 *
 * 1. Put the record, unless there is one that is not refused. If there is one:
 * 2. It must be about the same manifest.
 * 3. It has its job: `made`.
 * 4. Its lease still runs: another request works on it.
 * 5. Its lease has run out: take it over, and find out how the earlier request ended.
 *
 * Refuses: IDEMPOTENCY_KEY_REUSED, SUBMISSION_IN_PROGRESS; while it resolves, SIGNING_KEY_MISSING and the SERVICE_ codes.
 */
export const claimSubmission = async (
  deps: SubmissionDeps,
  submission: SubmissionInFlight,
  call: ServiceCall,
): Promise<Claim> => {
  const { record } = submission
  if (await deps.jobs.claim(record)) return { claimed: record }
  try {
    return await joinSubmission(deps, submission, call)
  } catch (error) {
    const what = { action: 'submit', ...howItEnded(error), ...tried(record) } as const
    await recordJobEventOrLog(deps, record.id, record.asker, what)
    throw error
  }
}

/** Continues a submission whose record exists already. */
const joinSubmission = async (
  deps: SubmissionDeps,
  submission: SubmissionInFlight,
  call: ServiceCall,
): Promise<Claim> => {
  const { record } = submission

  const existing = await deps.jobs.record(record.id)
  // The record was refused after our claim, so the key is free again.
  if (existing === undefined || existing.state === 'refused') throw inProgress(1)
  if (existing.fingerprint !== record.fingerprint) {
    throw new JobError(
      'IDEMPOTENCY_KEY_REUSED',
      'This Idempotency-Key was used for another manifest. Send a fresh key, or the same manifest as before.',
    )
  }
  if (existing.state === 'created') return { made: existing }

  const remainingMs = Date.parse(existing.lease.until) - Date.parse(record.createdAt)
  if (remainingMs > 0) throw inProgress(remainingMs / 1000)

  // The tags and description of the first request stay.
  const { tags: _tags, description: _description, ...ours } = record
  const joined = { ...ours, ...taggingOf(existing), createdAt: existing.createdAt }
  return takeOver(deps, { ...submission, record: joined }, existing, call)
}

const takeOver = async (
  deps: SubmissionDeps,
  submission: SubmissionInFlight,
  existing: SubmissionRecord,
  call: ServiceCall,
): Promise<Claim> => {
  const { record } = submission
  const { owner } = record.lease
  const at = record.updatedAt
  if (!(await deps.jobs.change(record.id, existing.lease.owner, { lease: record.lease }, at))) throw inProgress(1)

  if (existing.acceptableUntil !== undefined) {
    const resolution = await resolve(deps, existing, call).catch(async error => {
      await deps.jobs.change(record.id, owner, { lease: { owner, until: at } }, at)
      throw error
    })
    if (resolution.outcome === 'found') {
      const { accessKeyId } = existing
      const adopted = { ...submission, record: { ...record, accessKeyId } }
      const { status } = resolution
      return { adopted: await storeAnswer(deps, adopted, status, [adoptEvent(record.asker, status)], status) }
    }
    if (resolution.outcome === 'unclear') {
      await deps.jobs.change(record.id, owner, { lease: { owner, until: at } }, at)
      throw inProgress(resolution.retryAfterSeconds)
    }
  }
  // Written before the request is sent: a later reader of this record must know that a request may be on its way.
  const { lease, accessKeyId, acceptableUntil } = record
  const sending = { lease, accessKeyId, ...(acceptableUntil && { acceptableUntil }) }
  const changed = await deps.jobs.change(record.id, owner, sending, at)
  if (!changed) throw inProgress(1)
  return { claimed: record }
}

/** Signed with the key of the lost request, since no other key sees its job. */
const resolve = async (deps: SubmissionDeps, existing: SubmissionRecord, call: ServiceCall) =>
  resolveSubmission(deps, existing, { ...call, credentials: await jobKey(deps.keys, existing) })

const inProgress = (retryAfterSeconds: number) =>
  new JobError(
    'SUBMISSION_IN_PROGRESS',
    'A request with this key is still at work, or what became of it is not certain yet. Send the same request again after Retry-After; it will not make a second job.',
    { retryAfterSeconds: Math.max(1, Math.ceil(retryAfterSeconds)) },
  )
