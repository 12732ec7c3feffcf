import { type Asking, maySee } from '../../teams/caller.ts'
import { JobError } from '../errors.ts'
import { leavesArchivedToRecord, type StoredJob } from '../job.ts'
import type { JobStore } from '../job-store.ts'

export interface GetJob extends Asking {
  /** In capitals or small letters, as the service takes it. */
  readonly jobId: string
}

/** A job ID has 5 characters, so a text longer than this is not one. */
const LONGEST_JOB_ID = 64

/**
 * One job, and whether its SIGNATURE is archived.
 *
 * Refuses: JOB_NOT_FOUND, also for a job that the caller may not see.
 */
export const getJob = async (deps: { readonly jobs: JobStore }, input: GetJob): Promise<StoredJob> => {
  const stored = await findJob(deps, input)
  if (stored) return stored
  const name = JSON.stringify(input.jobId.slice(0, LONGEST_JOB_ID))
  throw new JobError('JOB_NOT_FOUND', `Your team has no job ${name}.`)
}

/** The same. `undefined`: no such job, or the caller may not see it. */
export const findJob = async (
  { jobs }: { readonly jobs: JobStore },
  { caller, jobId }: GetJob,
): Promise<StoredJob | undefined> => {
  const job = jobId.length > LONGEST_JOB_ID ? undefined : await jobs.job(jobId.toUpperCase())
  if (!job || !maySee(caller, job.team)) return undefined
  const archivedAt = leavesArchivedToRecord(job) ? (await jobs.record(job.id))?.archivedAt : job.archivedAt
  return { job, ...(archivedAt !== undefined && { archivedAt }) }
}
