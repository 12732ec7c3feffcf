import { JobError } from '../jobs/errors.ts'
import type { Job } from '../jobs/job.ts'
import { type AttemptDeps, attemptOnJob } from '../jobs/look-up/attempt-on-job.ts'
import type { GetJob } from '../jobs/look-up/get-job.ts'
import { JOB_LIFE_MS } from '../jobs/timing.ts'
import type { Era } from '../manifest/manifest.ts'
import { readManifest } from '../manifest/read.ts'
import { type Handling, packingSlip } from './packing-slip.ts'

/**
 * The packing slip of a job, from what Waybill has of it: made anew each time, with the shipment and the hands that were
 * reported by then.
 *
 * Refuses: JOB_NOT_FOUND, NO_ARTIFACT where Waybill has no manifest or no address of the job any longer, or never had.
 *
 * @returns a PDF
 */
export const jobSlip = (deps: AttemptDeps & { readonly era: Era }, input: GetJob): Promise<Uint8Array> =>
  attemptOnJob(
    deps,
    input,
    'fetch-artifact',
    ({ job }) => slipOf(job, deps.era),
    () => ({ detail: 'packing slip' }),
  )

const slipOf = (job: Job, era: Era): Promise<Uint8Array> => {
  const { jobId, jobType, signatureFileContents } = job
  const { manifest } = readManifest(job.manifest, { jobType, era })
  const shipTo = (job.shippingAddress ?? '')
    .split(/\r?\n/)
    // The paper puts that line in itself.
    .filter(line => line.trim() !== '' && !/^\s*JOBID\b/i.test(line))
  if (!manifest || shipTo.length === 0) {
    const missing = manifest ? 'shipping address' : 'manifest'
    throw new JobError('NO_ARTIFACT', `Waybill has no ${missing} of job ${jobId}, so it cannot print a packing slip.`)
  }
  const createdAt = new Date(job.createdAt)
  return packingSlip({
    jobId,
    manifest,
    shipTo,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + JOB_LIFE_MS),
    handling: handlingOf(job),
    ...(signatureFileContents !== undefined && { signatureFileContents }),
  })
}

const handlingOf = ({ shipment, custody = [] }: Job): Handling => {
  const packed = custody.findLast(({ step }) => step === 'packed')
  const sealed = custody.findLast(({ sealNumber }) => sealNumber !== undefined)
  const sealNumber = shipment?.sealNumber ?? sealed?.sealNumber
  return {
    ...(packed && { packedBy: packed.by }),
    ...(shipment && { carrier: shipment.carrier, packedOn: shipment.shippedOn }),
    ...(shipment?.trackingNumber !== undefined && { trackingNumber: shipment.trackingNumber }),
    ...(sealNumber !== undefined && { sealNumber }),
  }
}
