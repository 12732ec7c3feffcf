import { JobError } from '../jobs/errors.ts'
import type { KeptJob } from '../jobs/job.ts'
import type { SubmissionRecord } from '../jobs/submission-record.ts'
import type { ServiceCall } from '../ports.ts'
import { jobKey } from './job-key.ts'
import { archiveSignature, keepAnswer } from './keep-answer.ts'
import { settleSubmission } from './settle-submission.ts'
import type { SubmissionDeps, SubmissionInFlight } from './submission-deps.ts'

/**
 * Claim the record of a submission, so that nobody else sends it.
 *
 * 1. Put the record where there is none, or a refused one.
 * 2. Another request's record stands there: it must be about the same manifest.
 * 3. It has its job: replay it.
 * 4. Its lease still runs: somebody is at work.
 * 5. Its lease has run out: take it over, and settle what became of the request that may have been sent.
 *
 * @returns the claimed record, which may be sent now; or the job that was made of it already
 *
 * Refuses: IDEMPOTENCY_KEY_REUSED, SUBMISSION_IN_PROGRESS, and the SERVICE_ codes while it settles.
 */
export const claimSubmission = async (
  deps: SubmissionDeps,
  submission: SubmissionInFlight,
  call: ServiceCall,
): Promise<SubmissionRecord | KeptJob> => {
  const { record } = submission
  if (await deps.jobs.claim(record)) return record

  const existing = await deps.jobs.record(record.id)
  // Refused between our claim and our look: the key is free again.
  if (existing === undefined || existing.state === 'refused') throw inProgress(1)
  if (existing.fingerprint !== record.fingerprint) {
    throw new JobError(
      'IDEMPOTENCY_KEY_REUSED',
      'This Idempotency-Key was used for another manifest. Send a fresh key, or the same manifest as before.',
    )
  }
  if (existing.state === 'created') return replay(deps, existing)

  const remainingMs = Date.parse(existing.lease.until) - Date.parse(record.createdAt)
  if (remainingMs > 0) throw inProgress(remainingMs / 1000)

  return takeOver(deps, { ...submission, record: { ...record, createdAt: existing.createdAt } }, existing, call)
}

/** The job that an earlier request made. Archives its SIGNATURE if that request could not. */
const replay = async (deps: SubmissionDeps, record: SubmissionRecord): Promise<KeptJob> => {
  const job = record.jobId === undefined ? undefined : await deps.jobs.job(record.jobId)
  if (!job) throw new Error(`Record ${record.id} is complete but its job ${record.jobId} is not kept`)
  if (record.archivedAt !== undefined) return { job, archivedAt: record.archivedAt }
  if (record.open === undefined) return { job }

  const archivedAt = await archiveSignature(deps, job)
  if (archivedAt === undefined) return { job }
  await deps.jobs.complete(record.id, record.lease.owner, { jobId: job.jobId, archivedAt, open: false }, archivedAt)
  return { job, archivedAt }
}

const takeOver = async (
  deps: SubmissionDeps,
  submission: SubmissionInFlight,
  existing: SubmissionRecord,
  call: ServiceCall,
): Promise<SubmissionRecord | KeptJob> => {
  const { record } = submission
  const { owner } = record.lease
  const at = record.updatedAt
  if (!(await deps.jobs.change(record.id, existing.lease.owner, { lease: record.lease }, at))) throw inProgress(1)

  if (existing.acceptableUntil !== undefined) {
    const settlement = await settle(deps, existing, call).catch(async error => {
      await deps.jobs.change(record.id, owner, { lease: { owner, until: at } }, at)
      throw error
    })
    if (settlement.outcome === 'found') {
      const { accessKeyId } = existing
      const adopted = { ...submission, record: { ...record, accessKeyId } }
      return keepAnswer(deps, adopted, settlement.status, settlement.status)
    }
    if (settlement.outcome === 'unclear') {
      await deps.jobs.change(record.id, owner, { lease: { owner, until: at } }, at)
      throw inProgress(settlement.retryAfterSeconds)
    }
  }
  // Written before the request is sent: whoever finds this record later must know that something may be on its way.
  const { lease, accessKeyId, acceptableUntil } = record
  const sending = { lease, accessKeyId, ...(acceptableUntil && { acceptableUntil }) }
  const changed = await deps.jobs.change(record.id, owner, sending, at)
  if (!changed) throw inProgress(1)
  return record
}

/** Only the key that signed the lost request sees its jobs. */
const settle = async (deps: SubmissionDeps, existing: SubmissionRecord, call: ServiceCall) =>
  settleSubmission(deps, existing, { ...call, credentials: await jobKey(deps.keys, existing) })

const inProgress = (retryAfterSeconds: number) =>
  new JobError(
    'SUBMISSION_IN_PROGRESS',
    'A request with this key is still at work, or what became of it is not certain yet. Send the same request again after Retry-After; it will not make a second job.',
    { retryAfterSeconds: Math.max(1, Math.ceil(retryAfterSeconds)) },
  )
