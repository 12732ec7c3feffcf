import { createHash } from 'node:crypto'
import type { Manifest } from '../manifest/manifest.ts'
import { type Fault, fault, isFault } from '../query-api/faults.ts'
import type { RequestOf, ResultOf } from '../query-api/operations.ts'
import { artifactList } from './artifact-links.ts'
import { storeSheet } from './barcode-sheets.ts'
import { checkManifest } from './check-manifest.ts'
import type { DepotDeps, DepotOperation, DepotSigner } from './depot-deps.ts'
import { drawJobId, VALIDATE_ONLY_SUFFIX } from './job-ids.ts'
import { signatureFileContents } from './job-signature.ts'
import { proofOf, warningMessage } from './manifest-effects.ts'
import type { DepotJob } from './ports.ts'
import { shippingAddress } from './shipping-address.ts'

/** How many random IDs are tried. With 34^5 IDs and a million jobs, the chance that all are taken is below 10^-32. */
const MAX_DRAWS = 20

/**
 * CreateJob.
 *
 * 1. Check the manifest.
 * 2. ValidateOnly: answer as if a job had been made, with an ID that no job ever has. Nothing is stored.
 * 3. Count the job against the key's daily quota.
 * 4. Put the job under a free ID, while the request is still valid, and only once for each signed request, since a proxy may send
 *    it twice.
 * 5. Put its barcode sheet, if it has one.
 *
 * Refuses: the faults of `checkManifest`, CreateJobQuotaExceededException, RequestExpired, DuplicateRequest.
 */
export const createJob: DepotOperation<'CreateJob'> = async (deps, request, caller) => {
  const manifest = await checkManifest(deps, { text: request.Manifest, jobType: request.JobType }, caller)
  if (isFault(manifest)) return manifest

  if (request.ValidateOnly) {
    const jobId = `${drawJobId(deps.randomBytes)}${VALIDATE_ONLY_SUFFIX}`
    return answer(deps, manifest, newJob(deps, request, manifest, caller, jobId))
  }
  const { dailyJobs = DAILY_JOBS } = deps
  if (!(await withinQuota(deps, dailyJobs, caller))) {
    return fault('CreateJobQuotaExceededException', `Your account may create ${dailyJobs} jobs a day (UTC)`)
  }
  const job = await addJob(deps, request, manifest, caller)
  if (isFault(job)) return job
  await storeSheet(deps, job)
  return { ...answer(deps, manifest, job), ArtifactList: artifactList(deps, job) }
}

/** "Up to 50 jobs per day" (Developer Guide, "Limits"). */
const DAILY_JOBS = 50

const withinQuota = async ({ jobs, clock }: DepotDeps, dailyJobs: number, { accessKeyId }: DepotSigner) =>
  dailyJobs === Number.POSITIVE_INFINITY || jobs.count(accessKeyId, clock().toISOString().slice(0, 10), dailyJobs)

const addJob = async (
  deps: DepotDeps,
  request: RequestOf<'CreateJob'>,
  manifest: Manifest,
  caller: DepotSigner,
): Promise<DepotJob | Fault> => {
  const { accessKeyId, signature, acceptableUntil } = caller
  const digest = createHash('sha256').update(`${accessKeyId}\n${signature}`).digest('base64url')
  const mark = { digest, attempt: deps.newId() }
  for (let draws = 0; draws < MAX_DRAWS; draws++) {
    const job = newJob(deps, request, manifest, caller, drawJobId(deps.randomBytes))
    const outcome = await deps.jobs.add(job, acceptableUntil, mark)
    if (outcome === 'added') return job
    if (outcome === 'repeated') {
      return fault('DuplicateRequest', 'This very request came before; ListJobs shows the job that it may have made')
    }
    if (outcome === 'too-late') {
      return fault('RequestExpired', 'Request expired while it was worked on; no job was created')
    }
  }
  throw new Error(`No free job ID in ${MAX_DRAWS} draws`)
}

const newJob = (
  { clock, signingSecret }: DepotDeps,
  { JobType, Manifest: text }: RequestOf<'CreateJob'>,
  manifest: Manifest,
  { accessKeyId: owner }: DepotSigner,
  jobId: string,
): DepotJob => ({
  jobId,
  owner,
  jobType: JobType,
  manifest: text,
  ...proofOf(signingSecret, { jobId, owner }, manifest),
  createdAt: clock().toISOString(),
  version: 1,
})

const answer = (
  deps: DepotDeps,
  manifest: Manifest,
  { jobId, jobType, signature }: DepotJob,
): ResultOf<'CreateJob'> => ({
  JobType: jobType,
  JobId: jobId,
  SignatureFileContents: signature && signatureFileContents(jobId, signature),
  AwsShippingAddress: shippingAddress(deps.shippingAddress, jobId),
  Signature: signature,
  WarningMessage: warningMessage(manifest),
})
