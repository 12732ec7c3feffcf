import type { Diagnostic } from '../manifest/diagnostics/diagnostic.ts'
import type { ServiceFault } from './service-failure.ts'

/** Every error that a caller can act on. Codes are stable; sentences may change. */
const JOB_ERROR_CODES = [
  'ARTIFACT_UNAVAILABLE',
  'BATCH_OUT_OF_TIME',
  'BUCKET_NOT_ALLOWED',
  'CHANGE_IN_PROGRESS',
  'CHECK_BUSY',
  'CHECK_ENDED',
  'CHECK_INVALID',
  'CHECK_NOT_FOUND',
  'CLOCK_WRONG',
  'CUSTODY_INVALID',
  'DELIVERY_NOT_FOUND',
  'DEPOT_MISSING',
  'DESCRIPTION_INVALID',
  'DIGEST_NOT_FOUND',
  'IDEMPOTENCY_KEY_INVALID',
  'IDEMPOTENCY_KEY_REUSED',
  'JOB_CHANGED',
  'JOB_NOT_ACTIVE',
  'JOB_NOT_FOUND',
  'JOB_TYPE_MISMATCH',
  'KEYS_DIFFER',
  'KIND_CHANGE_NOT_ALLOWED',
  'MANIFEST_INVALID',
  'MANIFEST_NOT_FOUND',
  'MANIFEST_PURGED',
  'MANIFEST_REPLACED',
  'NO_ARTIFACT',
  'NO_SIGNATURE',
  'PAGE_TOKEN_INVALID',
  'REPORT_TOO_LARGE',
  'SCHEDULE_INVALID',
  'SERVICE_ANSWER_UNREADABLE',
  'SERVICE_CREDENTIALS_REFUSED',
  'SERVICE_QUOTA_EXCEEDED',
  'SERVICE_REFUSED',
  'SERVICE_TIMEOUT',
  'SERVICE_UNREACHABLE',
  'SHIPMENT_INVALID',
  'SIGNATURE_MALFORMED',
  'SIGNING_KEY_MISSING',
  'SIGNING_KEY_NOT_ALLOWED',
  'SUBMISSION_IN_PROGRESS',
  'SUBMISSION_NOT_FOUND',
  'SUBSCRIPTION_BUSY',
  'SUBSCRIPTION_CHANGED',
  'SUBSCRIPTION_INVALID',
  'SUBSCRIPTION_LIMIT',
  'SUBSCRIPTION_NOT_FOUND',
  'TAGS_INVALID',
  'TRANSITION_NOT_ALLOWED',
] as const

export type JobErrorCode = (typeof JOB_ERROR_CODES)[number]

export interface JobErrorDetails {
  /** The diagnostics of the manifest. */
  readonly diagnostics?: readonly Diagnostic[]
  /** The service's fault. */
  readonly fault?: ServiceFault
  /** After how many seconds the same request may succeed. */
  readonly retryAfterSeconds?: number
  /** The outcome of each check of a validation that did not pass. */
  readonly checks?: readonly ValidationCheck[]
  /** The job's state, which does not allow the transition. */
  readonly currentState?: string
  readonly allowedActions?: readonly string[]
  /** The transition that the caller asked for. */
  readonly transition?: string
  readonly cause?: unknown
}

/** One check of a validation. `unknown` is never a pass. */
export interface ValidationCheck {
  readonly name: 'manifest' | 'policy' | 'service'
  readonly outcome: 'pass' | 'fail' | 'unknown'
}

/**
 * An error that the caller can act on. Does not cover faults of the HTTP request itself (`lib/http/kit/problem.ts`)
 * nor bugs, which are any other error.
 */
export class JobError extends Error {
  override readonly name = 'JobError'
  readonly code: JobErrorCode
  readonly details: JobErrorDetails

  constructor(code: JobErrorCode, message: string, details: JobErrorDetails = {}) {
    super(message, { cause: details.cause })
    this.code = code
    this.details = details
  }
}
