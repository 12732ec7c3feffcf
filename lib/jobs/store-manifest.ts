import type { Timestamp } from '../system.ts'
import type { Authorship, Job } from './job.ts'
import type { JobStore } from './job-store.ts'
import type { ManifestVersion } from './manifest-version.ts'

/** Whose manifest is in force. */
const authorshipOf = async (jobs: Pick<JobStore, 'record'>, job: Job): Promise<Authorship> => {
  if (job.authorship) return job.authorship
  const record = await jobs.record(job.id)
  return { number: 1, at: job.createdAt, ...(record && { by: record.asker.principal }) }
}

/** The manifest in force as one of those that the job has had. */
export const manifestInForce = async (jobs: Pick<JobStore, 'record'>, job: Job): Promise<ManifestVersion> => {
  const { kind, jobType, deviceId, buckets, manifest, manifestSha256: sha256 } = job
  return { ...(await authorshipOf(jobs, job)), kind, jobType, deviceId, buckets, sha256, manifest }
}

/**
 * Stores the manifest in force beside the job, before the job gets another one. What is stored depends on the job's item
 * alone, so two requests, or one that is killed half-way and comes again, store the same.
 *
 * @returns what the next manifest's authorship is
 */
export const storeManifest = async (
  jobs: Pick<JobStore, 'record' | 'saveManifest'>,
  job: Job,
  next: { readonly at: Timestamp; readonly by?: string },
): Promise<Authorship> => {
  const version = await manifestInForce(jobs, job)
  await jobs.saveManifest(job.jobId, version)
  return { number: version.number + 1, ...next }
}
