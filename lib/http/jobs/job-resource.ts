import { createHash } from 'node:crypto'
import { canonicalJson } from '../../audit/canonical-json.ts'
import { artifactName } from '../../jobs/artifact-file.ts'
import { deviceOf } from '../../jobs/device.ts'
import type { Job, StoredJob, StoredSummary } from '../../jobs/job.ts'
import { allowedActions } from '../../jobs/transitions.ts'
import { askingOf } from '../kit/asking.ts'
import type { CallerRequest } from '../kit/handler.ts'

/** The PDF of a job that Waybill itself makes. */
export const PACKING_SLIP_NAME = 'packing-slip.pdf'

/** The job that a request is about. */
export const jobOf = (request: CallerRequest) => ({ ...askingOf(request), jobId: request.params.jobId ?? '' })

/** A job in an answer. */
export const jobResource = (stored: StoredJob, basePath: string) => ({
  ...listedJobResource(stored, basePath),
  description: stored.job.description,
  warnings: stored.job.warnings,
  custody: stored.job.custody,
})

/** A job in the answer that made it, with its SIGNATURE. Other answers do not have it, since each reading must be an event. */
export const newJobResource = (stored: StoredJob, basePath: string) => {
  const { signature, signatureFileContents } = stored.job
  return { ...jobResource(stored, basePath), signature, signatureFileContents }
}

/** A job in a list, without its warnings: a thousand jobs could have a hundred each. */
export const listedJobResource = ({ job, archivedAt }: StoredSummary, basePath: string) => {
  const self = `${basePath}/v1/jobs/${encodeURIComponent(job.jobId)}`
  const device = deviceOf(job)
  return {
    id: job.id,
    jobId: job.jobId,
    team: job.team,
    kind: job.kind,
    jobType: job.jobType,
    state: job.state,
    deviceId: job.deviceId,
    buckets: job.buckets,
    tags: job.tags,
    shippingAddress: job.shippingAddress,
    artifacts: job.artifacts.map(({ since: _, ...artifact }, index) => {
      const name = artifactName(artifact, index)
      return { name, ...artifact, link: `${self}/artifacts/${name}` }
    }),
    device,
    shipment: job.shipment,
    status: shownStatus(job),
    allowedActions: allowedActions(job.state, device.stage),
    createdAt: job.createdAt,
    updatedAt: job.updatedAt,
    archivedAt,
    purgedAt: job.purgedAt,
    links: {
      self,
      manifest: `${self}/manifest`,
      manifests: `${self}/manifests`,
      events: `${self}/events`,
      status: `${self}/status`,
      ...(job.signatureFileContents !== undefined && { signature: `${self}/signature` }),
      ...(job.purgedAt === undefined &&
        job.shippingAddress !== undefined && { packingSlip: `${self}/artifacts/${PACKING_SLIP_NAME}` }),
    },
  }
}

/** The service's last answer, and when it was last confirmed. */
const shownStatus = ({ status, follow }: Pick<Job, 'status' | 'follow'>) =>
  status && { ...status, checkedAt: [status.checkedAt, follow?.askedAt ?? ''].toSorted().at(-1) ?? status.checkedAt }

/**
 * The job's entity tag. It is the same for every caller and address, and does not change when only the time of the last status
 * request changes.
 */
export const etagOf = (stored: StoredJob): string => {
  const { links: _, status, ...resource } = jobResource(stored, '')
  const { checkedAt: _checkedAt, ...reported } = status ?? {}
  const hash = createHash('sha256')
    // Canonical, since a store may give the members in another order than the change had.
    .update(canonicalJson([resource, reported]))
    .digest('base64url')
  return `"${hash.slice(0, 22)}"`
}
