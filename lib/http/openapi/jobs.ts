import { DEVICE_STAGES } from '../../jobs/device-stage.ts'
import { MOST_WAIT_SECONDS, WAIT_TARGETS } from '../../jobs/look-up/wait-for-job.ts'
import { LONGEST_DESCRIPTION } from '../../jobs/tagging.ts'
import { JOB_TYPES, KINDS } from '../../manifest/manifest.ts'
import { DESCRIPTION_HEADER, TAGS_HEADER } from '../jobs/tagging-input.ts'
import { FORMATS } from '../kit/csv.ts'
import type { RouteNameIn } from '../routes.ts'
import type { AUDIT_ROUTES } from './audit.ts'
import type { DEPOT_ROUTES } from './depot.ts'
import type { REPORT_ROUTES } from './reports.ts'
import { MOMENT, PAGING, type ParameterDoc, type RouteDoc } from './route-doc.ts'
import type { TEMPLATE_JOB_ROUTES } from './template-jobs.ts'
import type { WAYBILL_ROUTES } from './waybill.ts'

const SWITCH: ParameterDoc = { about: 'Check only, change nothing', schema: { type: 'boolean', default: false } }
const JOB_TYPE: ParameterDoc = {
  about: 'Must agree with the manifest, which implies the type',
  schema: { type: 'string', enum: JOB_TYPES },
}
const TAG: ParameterDoc = {
  about: 'A tag, as NAME=VALUE; may be repeated',
  schema: { type: 'array', items: { type: 'string' } },
}
const DESCRIPTION: ParameterDoc = {
  about: 'Free text for people',
  schema: { type: 'string', maxLength: LONGEST_DESCRIPTION },
}
const IF_MATCH: ParameterDoc = { about: 'Only if the job still has this ETag' }
type JobRouteName = Exclude<
  RouteNameIn<'submit-jobs' | 'manage-jobs' | 'look-up-jobs'>,
  | keyof typeof WAYBILL_ROUTES
  | keyof typeof REPORT_ROUTES
  | keyof typeof TEMPLATE_JOB_ROUTES
  | keyof typeof AUDIT_ROUTES
  | keyof typeof DEPOT_ROUTES
>

export const JOB_ROUTES = {
  'POST /v1/jobs': {
    id: 'submitJob',
    tag: 'Jobs',
    summary: 'Turn a manifest into a job',
    query: { jobType: JOB_TYPE, validateOnly: SWITCH, tag: TAG, description: DESCRIPTION },
    headers: {
      [TAGS_HEADER]: { about: 'The same as name=value&name=value, encoded as a form is' },
      [DESCRIPTION_HEADER]: { about: 'The same, percent-encoded' },
      'Idempotency-Key': {
        about: 'Names the submission, for ever; without it the manifest itself does, while its job is alive',
        schema: { type: 'string', maxLength: 255 },
      },
    },
    body: { manifest: 'SubmissionBody' },
    answers: {
      200: {
        about: 'The job that an earlier request made; or, with validateOnly, that the manifest passes',
        body: ['Job', 'Validation'],
        headers: ['Idempotency-Replayed', 'Content-Location', 'ETag'],
      },
      201: { about: 'The job', body: 'Job', headers: ['Location', 'ETag'] },
    },
    actions: ['parseIdempotencyKey', 'submitJob', 'validateManifest'],
  },
  'GET /v1/jobs': {
    id: 'listJobs',
    tag: 'Jobs',
    summary: 'Look up jobs, newest first',
    query: {
      team: { about: "A team's; members see their own only" },
      jobId: { about: 'This one' },
      deviceId: { about: 'Of this device, now or before' },
      bucket: { about: 'That name this bucket, or named it before' },
      tag: { ...TAG, about: 'With this tag, as NAME=VALUE; may be repeated, and all must be there' },
      kind: { about: 'Of this kind', schema: { enum: KINDS } },
      jobType: { about: 'Of this type', schema: { enum: JOB_TYPES } },
      state: {
        about: 'In this state',
        schema: { enum: ['submitting', 'refused', 'created', 'cancelled', 'expired'] },
      },
      stage: { about: 'Whose device is in this stage', schema: { enum: DEVICE_STAGES } },
      expiresBefore: { about: `That expire before ${MOMENT}, unless their device arrives` },
      from: { about: `Made at or after: ${MOMENT}` },
      to: { about: `Made before: ${MOMENT}` },
      format: { about: 'csv for a spreadsheet; without it the Accept header decides', schema: { enum: FORMATS } },
      all: {
        about: 'With format=csv: the list from end to end, as much of it as fits into one answer',
        schema: { type: 'boolean', default: false },
      },
      ...PAGING,
    },
    headers: { Accept: { about: 'text/csv for a spreadsheet' } },
    answers: {
      200: {
        about: 'A page of jobs; as CSV the first page alone has the names of the columns',
        body: { 'application/json': 'JobList', 'text/csv': 'text' },
        headers: ['Link'],
      },
    },
    actions: ['jobPages', 'listJobs', 'orderedTags'],
  },
  'GET /v1/jobs/{jobId}': {
    id: 'getJob',
    tag: 'Jobs',
    summary: 'One job; with waitFor once it has come so far, or when the time is up',
    query: {
      waitFor: {
        about: 'A stage of the device, which later ones count for too, or a state of the job',
        schema: { type: 'string', enum: WAIT_TARGETS },
      },
      timeout: {
        about: 'The longest wait in seconds; only with waitFor',
        schema: { type: 'integer', minimum: 0, maximum: MOST_WAIT_SECONDS, default: MOST_WAIT_SECONDS },
      },
    },
    headers: { 'If-None-Match': { about: 'Only if the job has changed since it had this ETag' } },
    answers: {
      200: { about: 'The job', body: 'Job', headers: ['ETag', 'Waybill-Wait'] },
      304: { about: 'The caller has it already', headers: ['ETag', 'Waybill-Wait'] },
    },
    actions: ['getJob', 'waitForJob'],
  },
  'GET /v1/jobs/{jobId}/signature': {
    id: 'getSignature',
    tag: 'Jobs',
    summary: "The job's SIGNATURE file, byte for byte",
    answers: {
      200: {
        about: 'The file',
        body: { 'text/plain': 'text' },
        headers: ['Content-Disposition', 'Repr-Digest', 'Digest'],
      },
    },
    actions: ['getSignature'],
  },
  'GET /v1/jobs/{jobId}/manifest': {
    id: 'getManifest',
    tag: 'Jobs',
    summary: "The job's manifest, its secrets redacted",
    answers: { 200: { about: 'The text', body: { 'text/plain': 'text' }, headers: ['Repr-Digest', 'Digest'] } },
    actions: ['getManifestInForce'],
  },
  'GET /v1/jobs/{jobId}/manifests': {
    id: 'listManifests',
    tag: 'Jobs',
    summary: 'Every manifest that the job has had, the one in force first',
    query: PAGING,
    answers: { 200: { about: 'A page of them, without their texts', body: 'ManifestList', headers: ['Link'] } },
    actions: ['listManifests'],
  },
  'GET /v1/jobs/{jobId}/manifests/{number}': {
    id: 'getFormerManifest',
    tag: 'Jobs',
    summary: 'One of them, its secrets redacted; 1 is what the job was made of',
    answers: { 200: { about: 'The text', body: { 'text/plain': 'text' }, headers: ['Repr-Digest', 'Digest'] } },
    actions: ['getManifest'],
  },
  'GET /v1/jobs/{jobId}/artifacts/{name}': {
    id: 'getArtifact',
    tag: 'Jobs',
    summary: 'A PDF of the job: a barcode sheet, a shipping label',
    answers: {
      200: {
        about: 'The PDF',
        body: { 'application/pdf': 'bytes' },
        headers: ['Content-Disposition', 'Repr-Digest', 'Digest'],
      },
    },
    actions: ['getArtifact'],
  },
  'POST /v1/batches': {
    id: 'submitBatch',
    tag: 'Jobs',
    summary: 'Submit several manifests at once, each with a result of its own',
    body: { json: 'BatchBody' },
    answers: { 200: { about: 'What each would have been answered by itself, in their order', body: 'BatchResults' } },
    headers: {
      [TAGS_HEADER]: { about: 'Tags of all items, as name=value&name=value, encoded as a form is' },
      [DESCRIPTION_HEADER]: { about: 'A description of all items, percent-encoded' },
    },
    actions: ['orderedTags', 'parseIdempotencyKey', 'submitBatch'],
    problems: ['QUERY_INVALID'],
  },
  'POST /v1/signatures/verify': {
    id: 'verifySignature',
    tag: 'Jobs',
    summary: 'Which job a SIGNATURE file belongs to, and whether it is genuine',
    body: { text: true },
    answers: { 200: { about: 'The job that it names', body: 'Verification' } },
    actions: ['verifySignature'],
  },
  'GET /v1/jobs/{jobId}/events': {
    id: 'listEvents',
    tag: 'Jobs',
    summary: "The job's history: who did what, when, with what outcome",
    query: PAGING,
    answers: { 200: { about: 'A page of it', body: 'EventList', headers: ['Link'] } },
    actions: ['getEvents'],
  },
  'GET /v1/jobs/{jobId}/status': {
    id: 'getStatus',
    tag: 'Jobs',
    summary: 'Ask the service now where device and data are',
    answers: { 200: { about: "The service's answer", body: 'JobStatus' } },
    actions: ['getStatus'],
  },
  'PUT /v1/jobs/{jobId}/manifest': {
    id: 'updateJob',
    tag: 'Jobs',
    summary: 'Give the job another manifest',
    query: {
      jobType: JOB_TYPE,
      validateOnly: SWITCH,
      allowKindChange: { ...SWITCH, about: "true: the manifest may be of another kind than the job's" },
    },
    headers: { 'If-Match': IF_MATCH },
    body: { manifest: 'ManifestBody' },
    answers: {
      200: {
        about: 'The job as it is now; or, with validateOnly, that the manifest passes',
        body: ['Job', 'Validation'],
        headers: ['ETag'],
      },
    },
    actions: ['updateJob', 'validateUpdate'],
  },
  'POST /v1/jobs/{jobId}/cancel': {
    id: 'cancelJob',
    tag: 'Jobs',
    summary: 'Cancel the job',
    headers: { 'If-Match': IF_MATCH },
    answers: { 200: { about: 'The job, cancelled', body: 'Job', headers: ['ETag'] } },
    actions: ['cancelJob'],
  },
  'PUT /v1/jobs/{jobId}/shipment': {
    id: 'putShipment',
    tag: 'Jobs',
    summary: 'Report the parcel that the devices of one or more jobs travel in',
    headers: { 'If-Match': IF_MATCH },
    body: { json: 'ShipmentBody' },
    answers: { 200: { about: 'The job as it is now', body: 'Job', headers: ['ETag'] } },
    actions: ['putShipment'],
  },
  'POST /v1/jobs/{jobId}/custody': {
    id: 'recordCustody',
    tag: 'Jobs',
    summary: 'Record who packed, sealed, handed over or got back the device',
    headers: { 'If-Match': IF_MATCH },
    body: { json: 'CustodyBody' },
    answers: { 200: { about: 'The job with all its steps', body: 'Job', headers: ['ETag'] } },
    actions: ['recordCustody'],
  },
  'POST /v1/shipping-labels': {
    id: 'makeShippingLabel',
    tag: 'Jobs',
    summary: 'A label for a parcel of one job or more',
    body: { json: 'ShippingLabelBody' },
    answers: { 200: { about: 'Where the label is', body: 'ShippingLabel' } },
    actions: ['shippingLabels'],
  },
} as const satisfies Readonly<Record<JobRouteName, RouteDoc>>
