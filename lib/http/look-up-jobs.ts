import { createHash } from 'node:crypto'
import { getJob } from '../actions/get-job.ts'
import { getSignature } from '../actions/get-signature.ts'
import { SIGNATURE_FILE_NAME } from '../jobs/signature-file.ts'
import type { Archive, Clock, JobStore, Log } from '../ports.ts'
import { type CallerRequest, createHandler } from './handler.ts'
import { jobResource } from './job-resource.ts'

export interface LookUpDeps {
  readonly jobs: JobStore
  readonly archive: Archive
  readonly log: Log
  readonly clock: Clock
}

/** The function that only reads. */
export const lookUpJobs = (deps: LookUpDeps) =>
  createHandler<'look-up-jobs'>(
    {
      'GET /v1/health': async () => ({ status: 200, body: { status: 'ok' } }),
      'GET /v1/jobs/{jobId}': async request => ({
        status: 200,
        body: jobResource(await getJob(deps, jobOf(request)), request.basePath),
      }),
      'GET /v1/jobs/{jobId}/signature': async request => {
        const bytes = await getSignature(deps, jobOf(request))
        const sha256 = createHash('sha256').update(bytes).digest('base64')
        return {
          status: 200,
          headers: {
            'Content-Disposition': `attachment; filename="${SIGNATURE_FILE_NAME}"`,
            // RFC 9530, and the RFC 3230 header that older tools check.
            'Repr-Digest': `sha-256=:${sha256}:`,
            Digest: `SHA-256=${sha256}`,
          },
          body: bytes,
          contentType: 'text/plain; charset=utf-8',
        }
      },
    },
    deps,
  )

const jobOf = ({ caller, params }: CallerRequest) => ({ caller, jobId: params.jobId ?? '' })
