import { cloneManifest } from '../../jobs/submit/clone-job.ts'
import type { SubmissionDeps } from '../../jobs/submit/submission-deps.ts'
import { submitBatch } from '../../jobs/submit/submit-batch.ts'
import { submitJob } from '../../jobs/submit/submit-job.ts'
import { renderJobs } from '../../jobs/submit/template-jobs.ts'
import { validateManifest } from '../../jobs/submit/validate-manifest.ts'
import { taggingOf } from '../../jobs/tagging.ts'
import { askingOf } from '../kit/asking.ts'
import { jsonBody } from '../kit/bodies.ts'
import type { HttpAnswer } from '../kit/exchange.ts'
import type { CallerRequest } from '../kit/handler.ts'
import { jobOf } from './job-resource.ts'
import { batchResult, submittedAnswer } from './submitted-answer.ts'
import { CloneJson, templateJobsBody } from './template-body.ts'

/** Submits the jobs of a template. */
export const postTemplateJobs = async (deps: SubmissionDeps, request: CallerRequest): Promise<HttpAnswer> => {
  const { rows, pointerOf, isBatch, validateOnly, returnAddress, tagging } = await templateJobsBody(request)
  const asking = askingOf(request)
  const jobs = await renderJobs(deps, { ...asking, name: request.params.name ?? '', rows, pointerOf, returnAddress })
  const [only] = jobs
  if (!isBatch && only) {
    const { manifest: text, ...job } = only
    const input = { ...asking, ...tagging, ...job, text }
    if (validateOnly) return { status: 200, body: (await validateManifest(deps, input)).validation }
    return submittedAnswer(await submitJob(deps, input), request)
  }
  const items = jobs.map(job => ({ ...job, ...tagging }))
  const results = await submitBatch(deps, { ...asking, items, validateOnly })
  return { status: 200, body: { items: results.map(result => batchResult(result, request, deps, results.length)) } }
}

/** Makes a new manifest from a job's, and answers or submits it. */
export const cloneJob = async (deps: SubmissionDeps, request: CallerRequest): Promise<HttpAnswer> => {
  const { values = {}, submit = false, validateOnly = false, ...tagging } = jsonBody(request, CloneJson)
  const { manifest, secretsLeftOut } = await cloneManifest(deps, { ...jobOf(request), values })
  const input = { ...askingOf(request), ...taggingOf(tagging), text: manifest }
  if (validateOnly) {
    const { validation } = await validateManifest(deps, input)
    return { status: 200, body: { manifest, secretsLeftOut, validation } }
  }
  if (!submit) return { status: 200, body: { manifest, secretsLeftOut } }
  const answer = submittedAnswer(await submitJob(deps, input), request)
  return { ...answer, body: { ...answer.body, secretsLeftOut } }
}
