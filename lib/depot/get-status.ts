import { isFault } from '../query-api/faults.ts'
import { artifactList } from './artifact-links.ts'
import type { DepotOperation } from './depot-deps.ts'
import { jobPosition } from './job-position.ts'
import { signatureFileContents } from './job-signature.ts'
import { expiryOf, ownJob } from './own-job.ts'
import { shippingAddress } from './shipping-address.ts'

/**
 * GetStatus. A cancelled job has a status like any other (progress code `Canceled`).
 *
 * Refuses: InvalidJobIdException, ExpiredJobIdException.
 */
export const getStatus: DepotOperation<'GetStatus'> = async (deps, { JobId }, caller) => {
  const job = await ownJob(deps, JobId, caller)
  if (isFault(job)) return job
  const expiry = expiryOf(job, deps.clock())
  if (expiry) return expiry

  return {
    ...jobPosition(job, deps.clock()),
    JobId: job.jobId,
    JobType: job.jobType,
    CurrentManifest: job.manifest,
    SignatureFileContents: job.signature && signatureFileContents(job.jobId, job.signature),
    Signature: job.signature,
    CreationDate: new Date(job.createdAt),
    AwsShippingAddress: shippingAddress(deps.shippingAddress, job.jobId),
    ArtifactList: artifactList(deps, job),
  }
}
