import type { Timestamp } from '../system.ts'
import type { Authorship, Job } from './job.ts'
import type { JobStore } from './job-store.ts'
import type { ManifestVersion } from './manifest-version.ts'

/** The authorship of the manifest in force. */
const authorshipOf = async (jobs: Pick<JobStore, 'record'>, job: Job): Promise<Authorship> => {
  if (job.authorship) return job.authorship
  const record = await jobs.record(job.id)
  return { number: 1, at: job.createdAt, ...(record && { by: record.asker.principal }) }
}

/** The manifest in force as a version. */
export const manifestInForce = async (jobs: Pick<JobStore, 'record'>, job: Job): Promise<ManifestVersion> => {
  const { kind, jobType, deviceId, buckets, manifest, manifestSha256: sha256 } = job
  return { ...(await authorshipOf(jobs, job)), kind, jobType, deviceId, buckets, sha256, manifest }
}

/**
 * Stores the manifest in force as a version, before the job gets the next manifest. The version depends only on the job's
 * item, so two requests, or a repeated one, store the same.
 *
 * @returns the authorship of the next manifest
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
