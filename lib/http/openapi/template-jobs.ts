import type { RouteDoc } from './route-doc.ts'

const VALIDATE_ONLY = { about: 'true: only validates', schema: { type: 'boolean' } }

/** Jobs with less typing. */
export const TEMPLATE_JOB_ROUTES = {
  'POST /v1/templates/{name}/jobs': {
    id: 'submitTemplate',
    tag: 'Teams',
    summary: 'Make jobs of a template: one of `values`, or one of each of up to 50 `devices`, as JSON or CSV',
    query: { validateOnly: VALIDATE_ONLY },
    body: { table: 'TemplateJobsBody' },
    answers: {
      200: {
        about: 'A result for each device; or the job that an earlier request made; or that the manifest passes',
        body: ['BatchResults', 'Job', 'Validation'],
        headers: ['Idempotency-Replayed', 'Content-Location', 'ETag'],
      },
      201: { about: 'The job', body: 'Job', headers: ['Location', 'ETag'] },
    },
    actions: ['renderJobs', 'submitBatch', 'submitJob', 'validateManifest'],
  },
  'POST /v1/jobs/{jobId}/clone': {
    id: 'cloneJob',
    tag: 'Jobs',
    summary: "A new manifest from a job's, with other values and without its secrets: answered, or submitted",
    body: { json: 'CloneBody' },
    answers: {
      200: { about: 'The manifest; or the job that an earlier request made', body: ['Clone', 'ClonedJob'] },
      201: { about: 'The job', body: 'ClonedJob', headers: ['Location', 'ETag'] },
    },
    actions: ['cloneManifest', 'submitJob', 'validateManifest'],
  },
} as const satisfies Readonly<Record<string, RouteDoc>>
