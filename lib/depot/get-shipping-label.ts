import type { JobIds } from '../labels/address.ts'
import { shippingLabel } from '../labels/shipping-label.ts'
import { type Fault, fault, isFault } from '../query-api/faults.ts'
import { artifactUrl, staffUrl } from './artifact-links.ts'
import { manifestOf, PDF } from './barcode-sheets.ts'
import { changeJob } from './change-job.ts'
import type { DepotDeps, DepotOperation, DepotSigner } from './depot-deps.ts'
import { logBucketOf } from './manifest-effects.ts'
import { endOf, ownJob } from './own-job.ts'
import type { DepotJob } from './ports.ts'
import { isGiven, readSender } from './sender-address.ts'

/** More devices than fit into a parcel that one person can carry. */
const MOST_JOBS = 20

/**
 * GetShippingLabel: one label for a parcel with the devices of one or more jobs.
 *
 * 1. Find the jobs. All must be the caller's, and alive.
 * 2. Read the sender's address. Without one, use the return address of the first job's manifest.
 * 3. Print the label, and put it into the first job's log bucket, where it replaces an earlier one.
 *
 * Refuses: InvalidJobIdException, CanceledJobIdException, ExpiredJobIdException, InvalidAddressException,
 * InvalidParameterException (more jobs than a parcel holds).
 */
export const getShippingLabel: DepotOperation<'GetShippingLabel'> = async (deps, { jobIds, ...address }, caller) => {
  const jobs = await activeJobs(deps, jobIds, caller)
  if (isFault(jobs)) return jobs
  const [first, ...others] = jobs
  const manifest = manifestOf(deps, first)
  if (!manifest) return fault('InvalidParameterException', `Update job ${first.jobId}: its manifest is no longer valid`)

  const sender = isGiven(address) ? readSender(address) : manifest.returnAddress
  if (isFault(sender)) return sender
  const ids: JobIds = [first.jobId, ...others.map(({ jobId }) => jobId)]
  const pdf = await shippingLabel({
    jobIds: ids,
    sender,
    shipTo: deps.shippingAddress,
    date: new Date(first.createdAt),
    url: staffUrl(deps, first.jobId),
  })
  const label = { bucket: logBucketOf(manifest), key: `shipping-label-${first.jobId}.pdf` }
  await deps.files.put(label, pdf, PDF)
  const changed = await changeJob(deps, first.jobId, caller, job => ({ ...job, label }))
  if (isFault(changed)) return changed

  const warnings = [
    ...(isGiven(address) ? [] : [`No sender was given; the label has the return address of job ${first.jobId}.`]),
    ...jobs
      .filter(({ events = [] }) => events.length > 0)
      .map(({ jobId }) => `The device of job ${jobId} has been received already.`),
  ]
  return {
    ShippingLabelURL: artifactUrl(deps, 'shipping-label', first.jobId),
    Warning: warnings.length > 0 ? warnings.join(' ') : undefined,
  }
}

const activeJobs = async (
  deps: DepotDeps,
  jobIds: readonly string[],
  caller: DepotSigner,
): Promise<readonly [DepotJob, ...DepotJob[]] | Fault> => {
  if (jobIds.length > MOST_JOBS) {
    return fault('InvalidParameterException', `jobIds names ${jobIds.length} jobs; a parcel holds ${MOST_JOBS} at most`)
  }
  const found = await Promise.all(jobIds.map(jobId => ownJob(deps, jobId, caller)))
  const jobs = new Map<string, DepotJob>()
  for (const job of found) {
    const end = isFault(job) ? job : endOf(job, deps.clock())
    if (end) return end
    if (!isFault(job)) jobs.set(job.jobId, job)
  }
  const [first, ...others] = jobs.values()
  return first ? [first, ...others] : fault('InvalidJobIdException', 'jobIds must be specified')
}
