import type { TeamErrorCode } from '../teams/errors.ts'
import type { JobErrorCode } from './errors.ts'

/** Every question to the service can end with one of these. */
const SERVICE = [
  'SERVICE_ANSWER_UNREADABLE',
  'SERVICE_CREDENTIALS_REFUSED',
  'SERVICE_QUOTA_EXCEEDED',
  'SERVICE_REFUSED',
  'SERVICE_TIMEOUT',
  'SERVICE_UNREACHABLE',
  'SIGNING_KEY_MISSING',
] as const

/** Every change of a job can end with one of these. */
const CHANGE = ['CHANGE_IN_PROGRESS', 'JOB_CHANGED', 'JOB_NOT_FOUND', 'TRANSITION_NOT_ALLOWED'] as const

/** Everything that sends a manifest to the service can end with one of these. */
const MANIFEST = [
  ...SERVICE,
  'ADDRESS_NOT_FOUND',
  'BUCKET_NOT_ALLOWED',
  'CLOCK_WRONG',
  'JOB_TYPE_MISMATCH',
  'MANIFEST_INVALID',
  'SIGNING_KEY_NOT_ALLOWED',
] as const

const TAGGING = ['DESCRIPTION_INVALID', 'TAGS_INVALID', 'TAG_MISSING'] as const

/**
 * The errors that each action can be refused with, by the action's name. The document of the HTTP API is made of this
 * list, and a test compares it with what the source throws (`test/action-errors.test.ts`).
 */
export const JOB_ACTION_ERRORS = {
  cancelJob: [...CHANGE, ...SERVICE, 'CLOCK_WRONG'],
  cloneManifest: ['JOB_NOT_FOUND', 'MANIFEST_PURGED', 'VALUES_INVALID'],
  getArtifact: ['ARTIFACT_UNAVAILABLE', 'JOB_NOT_FOUND', 'NO_ARTIFACT'],
  getEvents: ['JOB_NOT_FOUND', 'PAGE_TOKEN_INVALID'],
  getJob: ['JOB_NOT_FOUND'],
  getManifest: ['JOB_NOT_FOUND', 'MANIFEST_NOT_FOUND', 'MANIFEST_PURGED'],
  getManifestInForce: ['JOB_NOT_FOUND', 'MANIFEST_PURGED'],
  getSignature: ['JOB_NOT_FOUND', 'NO_SIGNATURE'],
  getStatus: ['JOB_NOT_FOUND', ...SERVICE],
  getSubmission: ['SUBMISSION_NOT_FOUND'],
  jobPages: ['PAGE_TOKEN_INVALID'],
  listEvents: ['PAGE_TOKEN_INVALID'],
  listJobs: ['PAGE_TOKEN_INVALID'],
  listManifests: ['JOB_NOT_FOUND', 'PAGE_TOKEN_INVALID'],
  orderedTags: ['TAGS_INVALID'],
  parseIdempotencyKey: ['IDEMPOTENCY_KEY_INVALID'],
  putShipment: [...CHANGE, 'SHIPMENT_INVALID'],
  recordCustody: [...CHANGE, 'CUSTODY_INVALID'],
  renderJobs: ['ADDRESS_NOT_FOUND', 'ADDRESS_TWICE', 'TEMPLATE_NOT_FOUND', 'VALUES_INVALID'],
  reportUsage: ['REPORT_TOO_LARGE'],
  shippingLabels: [
    'ADDRESS_NOT_FOUND',
    'CHANGE_IN_PROGRESS',
    'JOB_NOT_FOUND',
    'KEYS_DIFFER',
    'TRANSITION_NOT_ALLOWED',
    ...SERVICE,
  ],
  submitBatch: ['BATCH_OUT_OF_TIME'],
  submitJob: [
    ...MANIFEST,
    ...TAGGING,
    'ADDRESS_TWICE',
    'IDEMPOTENCY_KEY_REUSED',
    'JOB_NOT_ACTIVE',
    'MANIFEST_REPLACED',
    'SUBMISSION_IN_PROGRESS',
    'TEAM_QUOTA_USED',
  ],
  updateJob: [...CHANGE, ...MANIFEST, 'KIND_CHANGE_NOT_ALLOWED'],
  validateManifest: [...MANIFEST, ...TAGGING, 'ADDRESS_TWICE'],
  validateUpdate: [...MANIFEST, 'JOB_CHANGED', 'JOB_NOT_FOUND', 'KIND_CHANGE_NOT_ALLOWED', 'TRANSITION_NOT_ALLOWED'],
  verifySignature: ['JOB_NOT_FOUND', 'NO_SIGNATURE', 'SIGNATURE_MALFORMED'],
  waitForJob: ['JOB_NOT_FOUND'],
} as const satisfies Readonly<Record<string, readonly (JobErrorCode | TeamErrorCode)[]>>
