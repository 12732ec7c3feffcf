import { howItEnded } from '../attempt.ts'
import { JobError, type JobErrorCode } from '../errors.ts'
import type { Job, StoredJob } from '../job.ts'
import { recordJobEventOrLog } from '../record-event.ts'
import type { SubmissionRecord } from '../submission-record.ts'
import type { SubmissionDeps } from './submission-deps.ts'
import { tried } from './tried.ts'

/** What history needs to know of a submission. */
type Earlier = Pick<SubmissionRecord, 'id' | 'asker' | 'kind' | 'tags'>

/**
 * Answer the job that an earlier request made, and say so in its history.
 *
 * @param answer the job; or throws why the job cannot be the answer, which the history records too
 */
export const replaySubmission = async (
  deps: SubmissionDeps,
  record: Earlier,
  answer: () => Promise<StoredJob>,
): Promise<StoredJob> => {
  const stored = await lookAtEarlier(deps, record, answer)
  await recordJobEventOrLog(deps, record.id, record.asker, { action: 'replay', outcome: 'done' })
  return stored
}

/** Finds out what became of an earlier submission; its history has why that was refused, where it is. */
export const lookAtEarlier = async <T>(deps: SubmissionDeps, earlier: Earlier, look: () => Promise<T>): Promise<T> => {
  try {
    return await look()
  } catch (error) {
    const action = error instanceof JobError && OF_A_REPLAY.has(error.code) ? 'replay' : 'submit'
    const { id, asker } = earlier
    await recordJobEventOrLog(deps, id, asker, { action, ...howItEnded(error), ...tried(earlier) })
    throw error
  }
}

const OF_A_REPLAY: ReadonlySet<JobErrorCode> = new Set(['JOB_NOT_ACTIVE', 'MANIFEST_REPLACED'])

/** The job of a record that is complete. */
export const jobOf = async ({ jobs }: Pick<SubmissionDeps, 'jobs'>, { id, jobId }: SubmissionRecord): Promise<Job> => {
  const job = jobId === undefined ? undefined : await jobs.job(jobId)
  if (!job) throw new Error(`Record ${id} is complete but its job ${jobId} is not stored`)
  return job
}
