import { parseIdempotencyKey } from '../../jobs/idempotency.ts'
import type { SubmissionDeps } from '../../jobs/submit/submission-deps.ts'
import { submitBatch } from '../../jobs/submit/submit-batch.ts'
import { submitJob } from '../../jobs/submit/submit-job.ts'
import { validateManifest } from '../../jobs/submit/validate-manifest.ts'
import { taggingOf } from '../../jobs/tagging.ts'
import { askingOf } from '../kit/asking.ts'
import { batchBody, submissionBody } from '../kit/bodies.ts'
import { createHandler } from '../kit/handler.ts'
import { batchResult, submittedAnswer } from './submitted-answer.ts'
import { mergedTagging, taggingOfHeaders, taggingOfRequest } from './tagging-input.ts'

/** The function that makes jobs and validates manifests. */
export const submitJobs = (deps: SubmissionDeps) =>
  createHandler<'submit-jobs'>(
    {
      'POST /v1/jobs': async request => {
        const { validateOnly, tags, description, ...manifest } = submissionBody(request)
        const header = request.headers['idempotency-key']
        const input = {
          ...askingOf(request),
          ...manifest,
          ...taggingOfRequest(request, taggingOf({ tags, description })),
          ...(header !== undefined && { idempotencyKey: parseIdempotencyKey(header) }),
        }
        if (validateOnly) return { status: 200, body: (await validateManifest(deps, input)).validation }

        return submittedAnswer(await submitJob(deps, input), request)
      },
      'POST /v1/batches': async request => {
        const { items, validateOnly = false } = batchBody(request)
        const ofAll = taggingOfHeaders(request)
        const keyed = items.map(({ idempotencyKey, jobType, manifest, returnAddress, ...item }, index) => ({
          manifest,
          ...mergedTagging([ofAll, taggingOf(item)]),
          ...(jobType && { jobType }),
          ...(returnAddress !== undefined && { returnAddress }),
          ...(idempotencyKey !== undefined && {
            idempotencyKey: parseIdempotencyKey(idempotencyKey, `/items/${index}/idempotencyKey`),
          }),
        }))
        const results = await submitBatch(deps, { ...askingOf(request), items: keyed, validateOnly })
        return {
          status: 200,
          body: { items: results.map(result => batchResult(result, request, deps, results.length)) },
        }
      },
      'POST /v1/templates/{name}/jobs': async request => (await lessTyping()).postTemplateJobs(deps, request),
      'POST /v1/jobs/{jobId}/clone': async request => (await lessTyping()).cloneJob(deps, request),
    },
    deps,
  )

/** Loaded late, so that other requests do not wait for it. */
const lessTyping = () => import('./template-jobs.ts')
