import type { SubmissionDeps } from '../../jobs/submit/submission-deps.ts'
import type { BatchResult } from '../../jobs/submit/submit-batch.ts'
import type { Submission } from '../../jobs/submit/submit-job.ts'
import { MOST_ERRORS } from '../kit/bounded-errors.ts'
import { countError } from '../kit/count-error.ts'
import type { CallerRequest } from '../kit/handler.ts'
import { problemOf } from '../kit/problem.ts'
import { etagOf, jobResource, newJobResource } from './job-resource.ts'

const submittedResource = (submission: Submission, basePath: string) => ({
  ...(submission.replayed ? jobResource(submission, basePath) : newJobResource(submission, basePath)),
  ...(submission.fromTeam.length > 0 && { fromTeam: submission.fromTeam }),
})

/** The answer to a submission: its job, new or made by an earlier request. */
export const submittedAnswer = (submission: Submission, { basePath }: CallerRequest) => {
  const body = submittedResource(submission, basePath)
  const ETag = etagOf(submission)
  return submission.replayed
    ? { status: 200, headers: { 'Idempotency-Replayed': 'true', 'Content-Location': body.links.self, ETag }, body }
    : { status: 201, headers: { Location: body.links.self, ETag }, body }
}

/** How many errors each result may list: an equal share of the limit of one answer, and at least two. */
const shareOf = (count: number) => Math.max(2, Math.floor(MOST_ERRORS / count))

/** One result of a batch: the status and body that the submission would have had alone. */
export const batchResult = (
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
