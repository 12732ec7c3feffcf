import { type Asking, maySee } from '../../teams/caller.ts'
import { JobError } from '../errors.ts'
import { leavesArchivedToRecord, type StoredJob } from '../job.ts'
import type { JobStore } from '../job-store.ts'

export interface GetJob extends Asking {
  /** Case does not matter, as the service takes it (facts of the service: job IDs are not case-sensitive). */
  readonly jobId: string
}

/** A job ID has 5 characters; a longer text than this cannot be one. */
const LONGEST_JOB_ID = 64

/**
 * One job, and whether its SIGNATURE is archived.
 *
 * Refuses: JOB_NOT_FOUND, also for a job of another team: what a caller may not see is not there.
 */
export const getJob = async (deps: { readonly jobs: JobStore }, input: GetJob): Promise<StoredJob> => {
  const kept = await findJob(deps, input)
  if (kept) return kept
  const name = JSON.stringify(input.jobId.slice(0, LONGEST_JOB_ID))
  throw new JobError('JOB_NOT_FOUND', `Your team has no job ${name}.`)
}

/** The same; `undefined` if the caller may see no such job. */
export const findJob = async (
  { jobs }: { readonly jobs: JobStore },
  { caller, jobId }: GetJob,
): Promise<StoredJob | undefined> => {
  const job = jobId.length > LONGEST_JOB_ID ? undefined : await jobs.job(jobId.toUpperCase())
  if (!job || !maySee(caller, job.team)) return undefined
  const archivedAt = leavesArchivedToRecord(job) ? (await jobs.record(job.id))?.archivedAt : job.archivedAt
  return { job, ...(archivedAt !== undefined && { archivedAt }) }
}
