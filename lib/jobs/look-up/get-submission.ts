import { type Asking, maySee } from '../../teams/caller.ts'
import { JobError } from '../errors.ts'
import type { JobStore } from '../job-store.ts'
import type { SubmissionRecord } from '../submission-record.ts'

export interface GetSubmission extends Asking {
  /** The submission's id, which is the job's too. */
  readonly id: string
}

/** What `recordId` makes. */
const RECORD_ID = /^wb[0-9a-f]{32}$/

/**
 * One submission, with or without a job.
 *
 * Refuses: SUBMISSION_NOT_FOUND, also for a submission that the caller may not see.
 */
export const getSubmission = async (
  deps: { readonly jobs: Pick<JobStore, 'record'> },
  input: GetSubmission,
): Promise<SubmissionRecord> => {
  const record = await findSubmission(deps, input)
  if (record) return record
  throw new JobError('SUBMISSION_NOT_FOUND', `Your team has no submission ${JSON.stringify(input.id.slice(0, 64))}.`)
}

/** The same. `undefined`: no such submission, or the caller may not see it. */
export const findSubmission = async (
  { jobs }: { readonly jobs: Pick<JobStore, 'record'> },
  { id, caller }: GetSubmission,
): Promise<SubmissionRecord | undefined> => {
  const record = isSubmissionId(id) ? await jobs.record(id) : undefined
  return record && maySee(caller, record.team) ? record : undefined
}

export const isSubmissionId = (text: string) => RECORD_ID.test(text)
