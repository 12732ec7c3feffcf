import { DEVICE_STAGES } from '../../jobs/device-stage.ts'
import { MOST_WAIT_SECONDS, WAIT_TARGETS } from '../../jobs/look-up/wait-for-job.ts'
import { STATES } from '../../jobs/transitions.ts'
import { JOB_TYPES, KINDS } from '../../manifest/manifest.ts'
import { FORMATS } from '../kit/csv.ts'
import type { RouteNameIn } from '../routes.ts'
import type { AUDIT_ROUTES } from './audit.ts'
import type { DEPOT_ROUTES } from './depot.ts'
import type { JOB_CHANGE_ROUTES } from './job-changes.ts'
import type { REPORT_ROUTES } from './reports.ts'
import { ANY_TEAM, MOMENT, PAGING, type ParameterDoc, type RouteDoc, SWITCH } from './route-doc.ts'
import { DESCRIPTION, TAG, TAGGING_HEADERS } from './tagging-parameters.ts'
import type { TEMPLATE_JOB_ROUTES } from './template-jobs.ts'
import type { WAYBILL_ROUTES } from './waybill.ts'

const RETURN_ADDRESS: ParameterDoc = {
  about: "An address of the team's address book, by its name, for a manifest without a return address.",
  schema: { type: 'string', maxLength: 64 },
}

type JobRouteName = Exclude<
  RouteNameIn<'submit-jobs' | 'manage-jobs' | 'look-up-jobs'>,
  | keyof typeof WAYBILL_ROUTES
  | keyof typeof REPORT_ROUTES
  | keyof typeof TEMPLATE_JOB_ROUTES
  | keyof typeof JOB_CHANGE_ROUTES
  | keyof typeof AUDIT_ROUTES
  | keyof typeof DEPOT_ROUTES
>

export const JOB_ROUTES = {
  'POST /v1/jobs': {
    id: 'submitJob',
    tag: 'Jobs',
    summary: 'Turn a manifest into a job',
    about:
      'Validates the manifest, signs it and sends it to the Import/Export service. The answer has the job ID, the SIGNATURE file and the shipping address, and all of it is stored before the answer comes. A manifest with faults changes nothing: the answer lists every fault with its line and column. The same request again answers the same job and never makes a second one, also after a timeout. With validateOnly=true everything is checked, by the service too, and no job is made.',
    query: {
      jobType: {
        about: 'Must agree with the manifest. Default: what the manifest is.',
        schema: { type: 'string', enum: JOB_TYPES },
      },
      validateOnly: { about: 'true: only validates.', schema: SWITCH },
      returnAddress: RETURN_ADDRESS,
      tag: TAG,
      description: DESCRIPTION,
    },
    headers: {
      ...TAGGING_HEADERS,
      'Idempotency-Key': {
        about:
          'Names the submission for ever, bare or in quotes: the same key with the same manifest answers the same job. Default: the manifest itself is the key while its job is alive.',
        schema: { type: 'string', minLength: 1, maxLength: 257 },
      },
    },
    body: { manifest: 'SubmissionBody' },
    answers: {
      200: {
        about: 'The job that an earlier request made. With validateOnly=true: the manifest passes every check.',
        body: ['Job', 'Validation'],
        headers: ['Idempotency-Replayed', 'Content-Location', 'ETag'],
      },
      201: {
        about: 'The new job, with its SIGNATURE file. Later answers do not have the file: GET its link.',
        body: 'Job',
        headers: ['Location', 'ETag'],
      },
    },
    actions: ['orderedTags', 'parseIdempotencyKey', 'submitJob', 'validateManifest'],
  },
  'GET /v1/jobs': {
    id: 'listJobs',
    tag: 'Jobs',
    summary: 'List jobs',
    about:
      'Lists jobs, newest first, and submissions that have come to no job. All filters must hold. A list may lag behind the newest change by seconds; one job by its ID does not.',
    query: {
      team: ANY_TEAM,
      jobId: { about: 'Only this job.' },
      deviceId: { about: 'Only jobs of this device, also where an earlier manifest of the job named it.' },
      bucket: { about: 'Only jobs whose manifest names this bucket, or named it before.' },
      tag: { ...TAG, about: 'Only jobs with this tag, as NAME=VALUE. May be repeated: all must be there.' },
      kind: { about: 'Only this kind.', schema: { type: 'string', enum: KINDS } },
      jobType: { about: 'Only this type.', schema: { type: 'string', enum: JOB_TYPES } },
      state: { about: 'Only jobs in this state.', schema: { type: 'string', enum: Object.keys(STATES) } },
      stage: { about: 'Only jobs whose device is in this stage.', schema: { type: 'string', enum: DEVICE_STAGES } },
      archived: {
        about: 'false: only jobs whose SIGNATURE is not archived yet, the oldest first.',
        schema: { type: 'string', enum: ['false'] },
      },
      expiresBefore: { about: `Only jobs that expire before this time, unless their device arrives. ${MOMENT}` },
      from: { about: `Only jobs made at or after this time. ${MOMENT}` },
      to: { about: `Only jobs made before this time. ${MOMENT}` },
      format: {
        about: 'csv for a spreadsheet. Default: the Accept header decides.',
        schema: { type: 'string', enum: FORMATS },
      },
      all: {
        about:
          'With format=csv, true: the whole list, as much of it as fits into one answer; `Link` leads to the rest.',
        schema: SWITCH,
      },
      ...PAGING,
    },
    answers: {
      200: {
        about: 'A page of jobs. As CSV, the first page alone has the names of the columns.',
        body: { 'application/json': 'JobList', 'text/csv': 'text' },
        headers: ['Link'],
      },
    },
    actions: ['jobPages', 'listJobs', 'orderedTags'],
  },
  'GET /v1/jobs/{jobId}': {
    id: 'getJob',
    tag: 'Jobs',
    summary: 'Get one job, or wait for it',
    about:
      'Gets a job as it is stored now. With waitFor, the answer comes when the job has come so far, or when the time is up; the header Waybill-Wait has the outcome.',
    query: {
      waitFor: {
        about: 'A stage of the device or a state of the job. A later stage counts too.',
        schema: { type: 'string', enum: WAIT_TARGETS },
      },
      timeout: {
        about: 'The longest wait, in seconds. Only with waitFor.',
        schema: { type: 'integer', minimum: 0, maximum: MOST_WAIT_SECONDS, default: MOST_WAIT_SECONDS },
      },
    },
    headers: { 'If-None-Match': { about: 'The ETag that you have. If the job is the same, the answer is 304.' } },
    answers: {
      200: { about: 'The job.', body: 'Job', headers: ['ETag', 'Waybill-Wait'] },
      304: { about: 'The job has not changed.', headers: ['ETag', 'Waybill-Wait'] },
    },
    actions: ['getJob', 'waitForJob'],
  },
  'GET /v1/jobs/{jobId}/signature': {
    id: 'getSignature',
    tag: 'Jobs',
    summary: 'Get the SIGNATURE file',
    about:
      "Gets the job's SIGNATURE file, byte for byte. Save it as SIGNATURE, in capital letters, into the root directory of the device of this job. Each reading is an event of history. EBS and Glacier jobs have a barcode sheet in place of it.",
    answers: {
      200: {
        about: 'The file.',
        body: { 'text/plain': 'text' },
        headers: ['Content-Disposition', 'Repr-Digest', 'Digest'],
      },
    },
    actions: ['getSignature'],
  },
  'GET /v1/jobs/{jobId}/manifest': {
    id: 'getManifest',
    tag: 'Jobs',
    summary: 'Get the manifest',
    about:
      'Gets the manifest that is in force. Passwords and PINs in it are replaced by [redacted]: Waybill stores none.',
    answers: { 200: { about: 'The manifest.', body: { 'text/plain': 'text' }, headers: ['Repr-Digest', 'Digest'] } },
    actions: ['getManifestInForce'],
  },
  'GET /v1/jobs/{jobId}/manifests': {
    id: 'listManifests',
    tag: 'Jobs',
    summary: 'List every manifest of a job',
    about: 'Lists every manifest that the job has had, the one in force first: when, by whom, and its SHA-256.',
    query: PAGING,
    answers: { 200: { about: 'A page of manifests, without their texts.', body: 'ManifestList', headers: ['Link'] } },
    actions: ['listManifests'],
  },
  'GET /v1/jobs/{jobId}/manifests/{number}': {
    id: 'getFormerManifest',
    tag: 'Jobs',
    summary: 'Get one manifest of a job by its number',
    about: 'Gets one of the manifests that the job has had, secrets redacted. Number 1 made the job.',
    answers: { 200: { about: 'The manifest.', body: { 'text/plain': 'text' }, headers: ['Repr-Digest', 'Digest'] } },
    actions: ['getManifest'],
  },
  'GET /v1/jobs/{jobId}/artifacts/{name}': {
    id: 'getArtifact',
    tag: 'Jobs',
    summary: 'Get a PDF of a job',
    about:
      "Gets one of the job's PDFs: the barcode sheet of an EBS or Glacier job, or a shipping label. The job lists them in `artifacts`. `packing-slip.pdf` is the paper for the parcel, which Waybill makes.",
    answers: {
      200: {
        about: 'The PDF.',
        body: { 'application/pdf': 'bytes' },
        headers: ['Content-Disposition', 'Repr-Digest', 'Digest'],
      },
    },
    actions: ['getArtifact', 'jobSlip'],
  },
  'POST /v1/batches': {
    id: 'submitBatch',
    tag: 'Jobs',
    summary: 'Submit several manifests',
    about:
      'Submits up to 50 manifests at once. Each has a result of its own, in the order of the items: what POST /v1/jobs would have answered. One that fails does not stop the others. Send the same batch again to finish it: jobs that were made are answered again.',
    headers: TAGGING_HEADERS,
    body: { json: 'BatchBody' },
    answers: { 200: { about: 'A result for each item.', body: 'BatchResults' } },
    actions: ['orderedTags', 'parseIdempotencyKey', 'submitBatch'],
  },
  'POST /v1/signatures/verify': {
    id: 'verifySignature',
    tag: 'Jobs',
    summary: 'Verify a SIGNATURE file',
    about:
      'Compares a SIGNATURE file with the job that it names: whether it is genuine, and whether every byte is exact, since the service takes no other. Use it before a device is sent.',
    body: { text: true },
    answers: { 200: { about: 'The job, and how the file differs from it.', body: 'Verification' } },
    actions: ['verifySignature'],
  },
  'GET /v1/jobs/{jobId}/events': {
    id: 'listEvents',
    tag: 'Jobs',
    summary: 'List the history of a job',
    about:
      'Lists the history of one job, oldest first: who did what, when, and with what outcome. For a submission without a job, its own ID stands in the place of the job ID.',
    query: PAGING,
    answers: { 200: { about: 'A page of events.', body: 'EventList', headers: ['Link'] } },
    actions: ['getEvents'],
  },
} as const satisfies Readonly<Record<JobRouteName, RouteDoc>>
