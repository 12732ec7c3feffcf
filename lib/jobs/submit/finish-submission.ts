import type { Timestamp } from '../../system.ts'
import { recordEvents } from '../change-events.ts'
import type { Job, StoredJob } from '../job.ts'
import type { SubmissionRecord } from '../submission-record.ts'
import { lacksSignature, needsNoSignature } from '../whole-answer.ts'
import { copySignature } from './copy-signature.ts'
import { archiveSignature, pointFromLists } from './store-answer.ts'
import type { SubmissionDeps } from './submission-deps.ts'

/**
 * Finishes a job whose record is complete but open: archives and copies its SIGNATURE, adds it to lists, and records its
 * missing events. Only reconciliation fetches its PDFs, so that no request waits for them.
 */
export const finishSubmission = async (
  deps: Pick<SubmissionDeps, 'jobs' | 'history' | 'archive' | 'teamBuckets' | 'teams' | 'clock' | 'log' | 'metrics'>,
  record: SubmissionRecord,
  job: Job,
  areArtifactsArchived = job.artifacts.length === 0,
  isGivenUp = false,
): Promise<StoredJob> => {
  const before = record.archivedAt
  const stored = (archivedAt = before): StoredJob => ({ job, ...(archivedAt !== undefined && { archivedAt }) })
  if (record.open === undefined) return stored()

  const [isPointed, isCopied] = await Promise.all([pointFromLists(deps, job), copySignature(deps, job)])
  const archivedAt = before ?? (await archiveSignature(deps, job))
  if (before === undefined && archivedAt !== undefined) deps.metrics.report({ SignaturesArchived: 1 })
  // Before the record: once that has the time of the archive, nothing shows a missing event.
  if (!(await recordLeft(deps, record, job, before === undefined ? archivedAt : undefined))) return stored()
  const isArchived = archivedAt !== undefined || needsNoSignature(job) || (isGivenUp && lacksSignature(job))
  const completion = {
    jobId: job.jobId,
    open: !(isPointed && isCopied && isArchived && areArtifactsArchived),
    ...(archivedAt && { archivedAt }),
  }
  await deps.jobs.complete(record.id, record.lease.owner, completion, deps.clock().toISOString())
  return stored(archivedAt)
}

const ARCHIVER = { principal: 'waybill' }

/**
 * Records in a job's history the events that its record has, and that its SIGNATURE is archived now.
 *
 * @returns `false`: this failed, which is logged; the record stays open
 */
const recordLeft = async (
  { history, log }: Pick<SubmissionDeps, 'history' | 'log'>,
  { id, createdAt, unrecorded = [] }: SubmissionRecord,
  job: Job,
  archivedAt: Timestamp | undefined,
): Promise<boolean> => {
  const archived = { ...ARCHIVER, action: 'archive', outcome: 'done' } as const
  const { team, jobId } = job
  try {
    await recordEvents(history, job, unrecorded)
    if (archivedAt !== undefined) {
      const mark = { id: `${jobId}-archive`, at: archivedAt, since: createdAt }
      await history.appendOnce(id, { ...archived, team, jobId }, mark)
    }
    return true
  } catch (error) {
    log.error('history of a job not complete; its record stays open', { jobId, error })
    return false
  }
}
