import type { SubmissionDeps } from '../actions/submission-deps.ts'
import { submitJob } from '../actions/submit-job.ts'
import { validateManifest } from '../actions/validate-manifest.ts'
import { parseIdempotencyKey } from '../jobs/idempotency.ts'
import { submitBody } from './bodies.ts'
import { createHandler } from './handler.ts'
import { etagOf, jobResource } from './job-resource.ts'

/** The function that makes jobs, or only validates. */
export const submitJobs = (deps: SubmissionDeps) =>
  createHandler<'submit-jobs'>(
    {
      'POST /v1/jobs': async request => {
        const { validateOnly, ...manifest } = submitBody(request)
        const header = request.headers['idempotency-key']
        const input = {
          caller: request.caller,
          requestId: request.requestId,
          ...manifest,
          ...(header !== undefined && { idempotencyKey: parseIdempotencyKey(header) }),
        }
        if (validateOnly) return { status: 200, body: await validateManifest(deps, input) }

        const submission = await submitJob(deps, input)
        const body = jobResource(submission, request.basePath)
        return submission.replayed
          ? {
              status: 200,
              headers: {
                'Idempotency-Replayed': 'true',
                'Content-Location': body.links.self,
                ETag: etagOf(submission),
              },
              body,
            }
          : { status: 201, headers: { Location: body.links.self, ETag: etagOf(submission) }, body }
      },
    },
    deps,
  )
