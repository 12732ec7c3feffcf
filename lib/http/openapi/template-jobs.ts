import { type RouteDoc, SWITCH } from './route-doc.ts'
import { DESCRIPTION, TAG, TAGGING_HEADERS } from './tagging-parameters.ts'

/** Jobs with less typing. */
export const TEMPLATE_JOB_ROUTES = {
  'POST /v1/templates/{name}/jobs': {
    id: 'submitTemplate',
    tag: 'Teams',
    summary: 'Make jobs of a template',
    about:
      'Fills the placeholders of a template and submits the manifests: one job with `values`, or one job for each of up to 50 `devices`. As CSV, the first line names the placeholders, and each other line is a device. Where values do not fit, nothing is sent, and the answer lists every fault.',
    query: {
      validateOnly: { about: 'true: only validates.', schema: SWITCH },
      returnAddress: {
        about: "An address of the team's address book, by its name, for all of them.",
        schema: { type: 'string', maxLength: 64 },
      },
      tag: TAG,
      description: DESCRIPTION,
    },
    headers: TAGGING_HEADERS,
    body: { table: 'TemplateJobsBody' },
    answers: {
      200: {
        about:
          'For `devices` or CSV: a result for each. For `values`: the job that an earlier request made, or, with validateOnly=true, that the manifest passes.',
        body: ['BatchResults', 'Job', 'Validation'],
        headers: ['Idempotency-Replayed', 'Content-Location', 'ETag'],
      },
      201: { about: 'The new job.', body: 'Job', headers: ['Location', 'ETag'] },
    },
    actions: ['renderJobs', 'submitBatch', 'submitJob', 'validateManifest'],
  },
  'POST /v1/jobs/{jobId}/clone': {
    id: 'cloneJob',
    tag: 'Jobs',
    summary: 'Make a manifest from that of a job',
    about:
      "Makes a new manifest from a job's: `values` replaces options, by JSON Pointers such as /deviceId, and null takes one out. The new manifest is answered; with submit=true it is submitted. Secrets of the old manifest are not stored, so `secretsLeftOut` names what to give anew.",
    body: { json: 'CloneBody' },
    answers: {
      200: {
        about: 'The manifest. With submit=true: the job that an earlier request made.',
        body: ['Clone', 'ClonedJob'],
        headers: ['Idempotency-Replayed', 'Content-Location', 'ETag'],
      },
      201: { about: 'The new job.', body: 'ClonedJob', headers: ['Location', 'ETag'] },
    },
    actions: ['cloneManifest', 'submitJob', 'validateManifest'],
  },
} as const satisfies Readonly<Record<string, RouteDoc>>
