import { barcodeSheet } from '../labels/barcode-sheet.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { readManifest } from '../manifest/read.ts'
import { staffUrl } from './artifact-links.ts'
import type { DepotDeps } from './depot-deps.ts'
import { expiresAt } from './job-position.ts'
import { jobSignature } from './job-signature.ts'
import type { DepotJob } from './ports.ts'

export const PDF = 'application/pdf'

/** How many attempts to print a sheet. Each fails if another request changes the job meanwhile. */
const MAX_TRIES = 5

/** A job's manifest. `undefined`: today's stricter rules refuse it. */
export const manifestOf = ({ era }: Pick<DepotDeps, 'era'>, job: DepotJob): Manifest | undefined =>
  readManifest(job.manifest, { jobType: job.jobType, era }).manifest

/** A job's barcode sheet; the same bytes whenever it is made. `undefined` if it has none. */
export const makeSheet = async (deps: DepotDeps, job: DepotJob): Promise<Uint8Array | undefined> => {
  const manifest = manifestOf(deps, job)
  if (!job.sheet || !manifest) return undefined
  return barcodeSheet({
    jobId: job.jobId,
    manifest,
    signature: jobSignature(deps.signingSecret, job),
    shipTo: deps.shippingAddress,
    createdAt: new Date(job.createdAt),
    expiresAt: expiresAt(job),
    url: staffUrl(deps, job.jobId),
  })
}

/**
 * Puts a job's sheet into its log bucket; anew if the job was changed meanwhile, since the last one there must be that of
 * the last manifest. A bucket that fails does not undo the job: its link makes the sheet when it is followed.
 */
export const storeSheet = async (deps: DepotDeps, job: DepotJob): Promise<void> => {
  try {
    let current = job
    for (let tries = 0; tries < MAX_TRIES && current.sheet; tries++) {
      const pdf = await makeSheet(deps, current)
      if (!pdf) return
      await deps.files.put(current.sheet, pdf, PDF)
      const latest = await deps.jobs.get(job.jobId)
      if (!latest || latest.version === current.version) return
      current = latest
    }
  } catch (error) {
    deps.log.error('barcode sheet not put', { jobId: job.jobId, error })
  }
}
