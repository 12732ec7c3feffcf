import type { Asker } from '../../teams/caller.ts'
import { JobError, type JobErrorCode } from '../errors.ts'
import { askStatus } from '../follow/get-status.ts'
import { isOfFingerprint } from '../idempotency.ts'
import type { Job, StoredJob } from '../job.ts'
import { jobKey } from '../job-key.ts'
import { JOB_LIFE_MS } from '../job-life.ts'
import { recordEventOrLog } from '../record-event.ts'
import type { ServiceCall } from '../service.ts'
import type { SubmissionRecord } from '../submission-record.ts'
import { allowedActions } from '../transitions.ts'
import { finishSubmission } from './finish-submission.ts'
import { resolveSubmission } from './resolve-submission.ts'
import { storeAnswer } from './store-answer.ts'
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
 * Refuses: IDEMPOTENCY_KEY_REUSED, SUBMISSION_IN_PROGRESS, JOB_NOT_ACTIVE, MANIFEST_REPLACED, and the SERVICE_ codes while it settles.
 */
export const claimSubmission = async (
  deps: SubmissionDeps,
  submission: SubmissionInFlight,
  call: ServiceCall,
): Promise<SubmissionRecord | StoredJob> => {
  const { record } = submission
  if (await deps.jobs.claim(record)) return record
  const note = (action: 'submit' | 'replay', outcome: 'done' | 'refused', code?: string) =>
    recordEventOrLog(deps, record.id, record.asker, { action, outcome, ...(code && { code }) })
  try {
    const claimed = await joinSubmission(deps, submission, call)
    if ('job' in claimed) await note('replay', 'done')
    return claimed
  } catch (error) {
    if (error instanceof JobError) await note(OF_A_REPLAY.has(error.code) ? 'replay' : 'submit', 'refused', error.code)
    throw error
  }
}

const OF_A_REPLAY: ReadonlySet<JobErrorCode> = new Set(['JOB_NOT_ACTIVE', 'MANIFEST_REPLACED'])

/** What becomes of a submission whose record is there already. */
const joinSubmission = async (
  deps: SubmissionDeps,
  submission: SubmissionInFlight,
  call: ServiceCall,
): Promise<SubmissionRecord | StoredJob> => {
  const { record } = submission

  const existing = await deps.jobs.record(record.id)
  // Refused between our claim and our look: the key is free again.
  if (existing === undefined || existing.state === 'refused') throw inProgress(1)
  if (existing.fingerprint !== record.fingerprint) {
    throw new JobError(
      'IDEMPOTENCY_KEY_REUSED',
      'This Idempotency-Key was used for another manifest. Send a fresh key, or the same manifest as before.',
    )
  }
  if (existing.state === 'created') return replay(deps, existing, record.asker)

  const remainingMs = Date.parse(existing.lease.until) - Date.parse(record.createdAt)
  if (remainingMs > 0) throw inProgress(remainingMs / 1000)

  return takeOver(deps, { ...submission, record: { ...record, createdAt: existing.createdAt } }, existing, call)
}

/** The job that an earlier request made. Does what that request left to be done. */
const replay = async (deps: SubmissionDeps, record: SubmissionRecord, asker: Asker): Promise<StoredJob> => {
  const kept = record.jobId === undefined ? undefined : await deps.jobs.job(record.jobId)
  if (!kept) throw new Error(`Record ${record.id} is complete but its job ${record.jobId} is not kept`)
  const job = await requireActive(deps, kept, asker)
  requireSameManifest(record, job)
  return finishSubmission(deps, record, job)
}

/** The job, unless it is over: whoever sends its manifest again wants a job that can be used. */
const requireActive = async (deps: SubmissionDeps, kept: Job, asker: Asker): Promise<Job> => {
  const isOld = deps.clock().getTime() - Date.parse(kept.createdAt) > JOB_LIFE_MS
  const { job } = kept.state === 'created' && isOld ? await askStatus(deps, kept, asker) : { job: kept }
  if (job.state === 'created') return job
  throw new JobError(
    'JOB_NOT_ACTIVE',
    `This request made job ${job.jobId}, which is ${job.state}. To make another of the same manifest, send a fresh Idempotency-Key.`,
    { currentState: job.state, allowedActions: allowedActions(job.state) },
  )
}

/** A request without a key asks for a job of its manifest, so a job that was given another since is not the answer. */
const requireSameManifest = ({ idempotencyKey, fingerprint }: SubmissionRecord, { jobId, fingerprint: now }: Job) => {
  if (!isOfFingerprint(idempotencyKey) || now === undefined || now === fingerprint) return
  throw new JobError(
    'MANIFEST_REPLACED',
    `This manifest made job ${jobId}, which was given another manifest since. To make another job of this one, send a fresh Idempotency-Key.`,
  )
}

const takeOver = async (
  deps: SubmissionDeps,
  submission: SubmissionInFlight,
  existing: SubmissionRecord,
  call: ServiceCall,
): Promise<SubmissionRecord | StoredJob> => {
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
      await recordEventOrLog(deps, record.id, record.asker, {
        action: 'adopt',
        outcome: 'done',
        detail: settlement.status.jobId,
      })
      return storeAnswer(deps, adopted, settlement.status, settlement.status)
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
  resolveSubmission(deps, existing, { ...call, credentials: await jobKey(deps.keys, existing) })

const inProgress = (retryAfterSeconds: number) =>
  new JobError(
    'SUBMISSION_IN_PROGRESS',
    'A request with this key is still at work, or what became of it is not certain yet. Send the same request again after Retry-After; it will not make a second job.',
    { retryAfterSeconds: Math.max(1, Math.ceil(retryAfterSeconds)) },
  )
