import type { Job, StoredJob } from '../job.ts'
import type { SubmissionRecord } from '../submission-record.ts'
import { lacksSignature, needsNoSignature } from '../whole-answer.ts'
import { copySignature } from './copy-signature.ts'
import { archiveSignature, pointFromLists } from './store-answer.ts'
import type { SubmissionDeps } from './submission-deps.ts'

/**
 * Does what is left to be done for a job whose record is complete but open: its SIGNATURE's archive and copy, its places in
 * lists. Its PDFs are fetched by reconciliation alone, since no request should wait for that.
 */
export const finishSubmission = async (
  deps: Pick<SubmissionDeps, 'jobs' | 'archive' | 'teamBuckets' | 'teams' | 'clock' | 'log' | 'metrics'>,
  record: SubmissionRecord,
  job: Job,
  areArtifactsArchived = job.artifacts.length === 0,
  isGivenUp = false,
): Promise<StoredJob> => {
  const before = record.archivedAt
  const kept = (archivedAt = before): StoredJob => ({ job, ...(archivedAt !== undefined && { archivedAt }) })
  if (record.open === undefined) return kept()

  const [isPointed, isCopied] = await Promise.all([pointFromLists(deps, job), copySignature(deps, job)])
  const archivedAt = before ?? (await archiveSignature(deps, job))
  const isArchived = archivedAt !== undefined || needsNoSignature(job) || (isGivenUp && lacksSignature(job))
  const completion = {
    jobId: job.jobId,
    open: !(isPointed && isCopied && isArchived && areArtifactsArchived),
    ...(archivedAt && { archivedAt }),
  }
  await deps.jobs.complete(record.id, record.lease.owner, completion, deps.clock().toISOString())
  return kept(archivedAt)
}
