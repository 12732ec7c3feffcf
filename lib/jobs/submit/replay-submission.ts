import { howItEnded } from '../attempt.ts'
import { JobError, type JobErrorCode } from '../errors.ts'
import type { Job, StoredJob } from '../job.ts'
import { recordJobEventOrLog } from '../record-event.ts'
import type { SubmissionRecord } from '../submission-record.ts'
import type { SubmissionDeps } from './submission-deps.ts'
import { tried } from './tried.ts'

/** The facts of a submission that its events need. */
type Earlier = Pick<SubmissionRecord, 'id' | 'asker' | 'kind' | 'tags'>

/**
 * Answer the job that an earlier request made, and record this in its history.
 *
 * @param answer gives the job, or throws why the job cannot be the answer; history records that too
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

/** Looks at an earlier submission. If that is refused, its history records why. */
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

/** The job of a complete record. */
export const jobOf = async ({ jobs }: Pick<SubmissionDeps, 'jobs'>, { id, jobId }: SubmissionRecord): Promise<Job> => {
  const job = jobId === undefined ? undefined : await jobs.job(jobId)
  if (!job) throw new Error(`Record ${id} is complete but its job ${jobId} is not stored`)
  return job
}
