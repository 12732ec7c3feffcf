import { parseIdempotencyKey } from '../../jobs/idempotency.ts'
import type { SubmissionDeps } from '../../jobs/submit/submission-deps.ts'
import { type BatchResult, submitBatch } from '../../jobs/submit/submit-batch.ts'
import { type Submission, submitJob } from '../../jobs/submit/submit-job.ts'
import { validateManifest } from '../../jobs/submit/validate-manifest.ts'
import { taggingOf } from '../../jobs/tagging.ts'
import { askingOf } from '../kit/asking.ts'
import { batchBody, submissionBody } from '../kit/bodies.ts'
import { MOST_ERRORS } from '../kit/bounded-errors.ts'
import { countError } from '../kit/count-error.ts'
import { type CallerRequest, createHandler } from '../kit/handler.ts'
import { problemOf } from '../kit/problem.ts'
import { etagOf, jobResource, newJobResource } from './job-resource.ts'
import { mergedTagging, taggingOfHeaders, taggingOfRequest } from './tagging-input.ts'

/** The function that makes jobs, or only validates. */
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

        const submission = await submitJob(deps, input)
        const body = submittedResource(submission, request.basePath)
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
      'POST /v1/batches': async request => {
        const { items, validateOnly = false } = batchBody(request)
        const ofAll = taggingOfHeaders(request)
        const keyed = items.map(({ idempotencyKey, jobType, manifest, ...item }) => ({
          manifest,
          ...mergedTagging([ofAll, taggingOf(item)]),
          ...(jobType && { jobType }),
          ...(idempotencyKey !== undefined && { idempotencyKey: parseIdempotencyKey(idempotencyKey) }),
        }))
        const results = await submitBatch(deps, { ...askingOf(request), items: keyed, validateOnly })
        return {
          status: 200,
          body: { items: results.map(result => batchResult(result, request, deps, results.length)) },
        }
      },
    },
    deps,
  )

const submittedResource = (submission: Submission, basePath: string) =>
  submission.replayed ? jobResource(submission, basePath) : newJobResource(submission, basePath)

/** The errors of all results together are as many as one answer may list; each may list two at least. */
const shareOf = (count: number) => Math.max(2, Math.floor(MOST_ERRORS / count))

/** One of a batch's results: the status and the body that it would have had by itself. */
const batchResult = (
  result: BatchResult,
  { basePath, path, requestId }: CallerRequest,
  { metrics }: SubmissionDeps,
  count: number,
) => {
  if ('error' in result) countError(metrics, result.error)
  if ('submission' in result) {
    const { submission } = result
    const { replayed } = submission
    return { status: replayed ? 200 : 201, replayed, job: submittedResource(submission, basePath) }
  }
  if ('validation' in result) return { status: 200, validation: result.validation }
  const { problem, headers } = problemOf(result.error, { instance: path, requestId, mostErrors: shareOf(count) })
  const retryAfter = headers['Retry-After']
  return {
    status: problem.status,
    problem,
    ...(retryAfter !== undefined && { retryAfterSeconds: Number(retryAfter) }),
  }
}
