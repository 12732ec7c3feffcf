import { JobError, type JobErrorCode } from '../errors.ts'
import type { Job, StoredJob } from '../job.ts'
import { recordJobEventOrLog } from '../record-event.ts'
import type { SubmissionRecord } from '../submission-record.ts'
import type { SubmissionDeps } from './submission-deps.ts'

/**
 * Answer the job that an earlier request made, and say so in its history.
 *
 * @param answer the job; or throws why the job cannot be the answer, which the history records too
 */
export const replaySubmission = async (
  deps: SubmissionDeps,
  { id, asker }: Pick<SubmissionRecord, 'id' | 'asker'>,
  answer: () => Promise<StoredJob>,
): Promise<StoredJob> => {
  const record = (action: 'submit' | 'replay', outcome: 'done' | 'refused', code?: string) =>
    recordJobEventOrLog(deps, id, asker, { action, outcome, ...(code && { code }) })
  try {
    const stored = await answer()
    await record('replay', 'done')
    return stored
  } catch (error) {
    if (error instanceof JobError) {
      await record(OF_A_REPLAY.has(error.code) ? 'replay' : 'submit', 'refused', error.code)
    }
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
