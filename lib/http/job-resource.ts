import type { KeptJob } from '../jobs/job.ts'

/** A job as answers show it. */
export const jobResource = ({ job, archivedAt }: KeptJob, basePath: string) => {
  const self = `${basePath}/v1/jobs/${encodeURIComponent(job.jobId)}`
  return {
    id: job.id,
    jobId: job.jobId,
    team: job.team,
    kind: job.kind,
    jobType: job.jobType,
    state: job.state,
    deviceId: job.deviceId,
    buckets: job.buckets,
    signature: job.signature,
    signatureFileContents: job.signatureFileContents,
    shippingAddress: job.shippingAddress,
    warnings: job.warnings,
    artifacts: job.artifacts,
    createdAt: job.createdAt,
    updatedAt: job.updatedAt,
    archivedAt,
    links: {
      self,
      ...(job.signatureFileContents !== undefined && { signature: `${self}/signature` }),
    },
  }
}
