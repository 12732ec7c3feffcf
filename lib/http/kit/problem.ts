import { JobError, type JobErrorCode } from '../../jobs/errors.ts'
import type { Diagnostic } from '../../manifest/diagnostics/diagnostic.ts'
import { lineFixes } from '../../manifest/diagnostics/line-fix.ts'
import { DamagedStore, StoreFull, Unavailable } from '../../system.ts'
import { TeamError, type TeamErrorCode } from '../../teams/errors.ts'
import { boundErrors, cutName, MOST_ERRORS } from './bounded-errors.ts'
import { type ProblemPart, RequestError, type RequestErrorCode } from './request-error.ts'

/** Errors of the store, which any request may meet. */
type StoreCode = 'STORE_DAMAGED' | 'STORE_FULL' | 'STORE_UNAVAILABLE'

export type ProblemCode = JobErrorCode | TeamErrorCode | RequestErrorCode | StoreCode | 'INTERNAL_ERROR'

interface ProblemKind {
  readonly status: number
  readonly title: string
}

/** Every problem that an answer can name. A code without a row here does not compile. */
export const PROBLEMS = {
  ADDRESS_INVALID: { status: 422, title: 'Invalid address' },
  ADDRESS_NOT_FOUND: { status: 404, title: 'No such address' },
  ADDRESS_TWICE: { status: 422, title: 'There are two return addresses' },
  ARTIFACT_UNAVAILABLE: { status: 502, title: 'The artifact cannot be fetched' },
  BATCH_OUT_OF_TIME: { status: 503, title: 'The time ran out before this manifest' },
  BODY_EMPTY: { status: 400, title: 'The body is empty' },
  BODY_NOT_GZIP: { status: 400, title: 'The body is not gzip' },
  BODY_NOT_TEXT: { status: 400, title: 'The body is not text' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large' },
  BUCKET_NOT_ALLOWED: { status: 422, title: 'A bucket belongs to another team' },
  CHANGE_IN_PROGRESS: { status: 409, title: 'The job is being changed' },
  CHECK_BUSY: { status: 409, title: 'The check is being changed' },
  CHECK_ENDED: { status: 409, title: 'The check has ended' },
  CHECK_INVALID: { status: 422, title: 'Invalid check' },
  CHECK_NOT_FOUND: { status: 404, title: 'No such check' },
  CLOCK_WRONG: { status: 503, title: "Waybill's clock differs from the service's" },
  DELIVERY_NOT_FOUND: { status: 404, title: 'No such delivery' },
  CONTENT_ENCODING_UNSUPPORTED: { status: 415, title: 'The Content-Encoding is not supported' },
  CUSTODY_INVALID: { status: 400, title: 'The step cannot be recorded' },
  DEPOT_MISSING: { status: 404, title: 'The depot is not here' },
  DESCRIPTION_INVALID: { status: 400, title: 'The description is not taken' },
  COMMAND_LINE_MISSING: { status: 404, title: 'The command line is not here' },
  DIGEST_NOT_FOUND: { status: 404, title: 'The day of history is not signed' },
  FIELD_INVALID: { status: 400, title: 'A field of the body is invalid' },
  HEADERS_TOO_LARGE: { status: 431, title: 'The request line and headers are too large' },
  IDEMPOTENCY_KEY_INVALID: { status: 400, title: 'The Idempotency-Key is malformed' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: 'The Idempotency-Key belongs to another manifest' },
  IDENTITY_PROVIDER_UNREACHABLE: { status: 503, title: 'The identity provider cannot be reached' },
  IF_MATCH_NEEDED: { status: 428, title: 'The change needs If-Match' },
  INTERNAL_ERROR: { status: 500, title: 'Waybill failed' },
  JOB_CHANGED: { status: 412, title: 'The job has changed' },
  JOB_NOT_ACTIVE: { status: 409, title: 'The job is no longer active' },
  JOB_NOT_FOUND: { status: 404, title: 'No such job' },
  JOB_TYPE_MISMATCH: { status: 422, title: 'The job type contradicts the manifest' },
  JSON_MALFORMED: { status: 400, title: 'The body is not JSON' },
  KEYS_DIFFER: { status: 422, title: 'The jobs were made with different keys' },
  KIND_CHANGE_NOT_ALLOWED: { status: 409, title: 'The manifest is of another kind than the job' },
  LAST_OPERATOR: { status: 409, title: 'The last operator cannot go' },
  MANIFEST_INVALID: { status: 422, title: 'The manifest is invalid' },
  MANIFEST_NOT_FOUND: { status: 404, title: 'The job has no such manifest' },
  MANIFEST_PURGED: { status: 410, title: 'The manifest was removed' },
  MANIFEST_REPLACED: { status: 409, title: "The job's manifest was replaced" },
  MEDIA_TYPE_UNSUPPORTED: { status: 415, title: 'The Content-Type is not supported' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'The method is not allowed here' },
  NOT_ALLOWED: { status: 403, title: 'The caller may not do this' },
  NOT_AUTHENTICATED: { status: 401, title: 'The caller is not authenticated' },
  NO_ARTIFACT: { status: 404, title: 'The job has no such artifact' },
  NO_SIGNATURE: { status: 404, title: 'The job has no SIGNATURE file' },
  PAGE_TOKEN_INVALID: { status: 400, title: 'The page token does not belong to this list' },
  QUERY_INVALID: { status: 400, title: 'A query parameter is invalid' },
  REPORT_TOO_LARGE: { status: 422, title: 'The report takes too long' },
  REQUEST_BLOCKED: { status: 403, title: 'The firewall refused the request' },
  REQUEST_FOREIGN: { status: 403, title: 'The request comes from a foreign page, or is for a foreign host' },
  REQUEST_INCOMPLETE: { status: 408, title: 'The request did not come in time' },
  REQUEST_MALFORMED: { status: 400, title: 'This is not an HTTP request' },
  REQUEST_THROTTLED: { status: 429, title: 'Too many requests' },
  REQUEST_TIMEOUT: { status: 504, title: 'Waybill did not answer in time' },
  ROUTE_NOT_FOUND: { status: 404, title: 'No such route' },
  SCHEDULE_INVALID: { status: 422, title: 'The schedule cannot be used' },
  SERVER_BUSY: { status: 503, title: 'Waybill has too much to do' },
  SERVER_STOPPING: { status: 503, title: 'Waybill is stopping' },
  SERVICE_ANSWER_UNREADABLE: { status: 502, title: 'The service gave an unreadable answer' },
  SERVICE_CREDENTIALS_REFUSED: { status: 502, title: "The service refused Waybill's credentials" },
  SERVICE_QUOTA_EXCEEDED: { status: 429, title: "The service's quota is used up" },
  SERVICE_REFUSED: { status: 422, title: 'The service refused the job' },
  SERVICE_TIMEOUT: { status: 504, title: 'The service did not answer in time' },
  SERVICE_UNREACHABLE: { status: 503, title: 'The service cannot be reached' },
  SHIPMENT_INVALID: { status: 400, title: 'The shipment cannot be reported' },
  SIGNATURE_MALFORMED: { status: 422, title: 'The text is not a SIGNATURE file' },
  SIGNING_KEY_MISSING: { status: 500, title: 'The team has no signing key' },
  SIGNING_KEY_NOT_ALLOWED: { status: 422, title: 'The key in the manifest does not belong to the team' },
  STORE_DAMAGED: { status: 500, title: 'What is stored is damaged' },
  STORE_FULL: { status: 507, title: 'The storage is full' },
  STORE_UNAVAILABLE: { status: 503, title: 'What Waybill stores in does not answer' },
  SUBMISSION_IN_PROGRESS: { status: 409, title: 'The same submission is in progress' },
  SUBMISSION_NOT_FOUND: { status: 404, title: 'No such submission' },
  SUBSCRIPTION_BUSY: { status: 409, title: 'The subscription is being changed' },
  SUBSCRIPTION_CHANGED: { status: 412, title: 'The subscription has changed' },
  SUBSCRIPTION_INVALID: { status: 422, title: 'Invalid subscription' },
  SUBSCRIPTION_LIMIT: { status: 422, title: 'The team has too many subscriptions' },
  SUBSCRIPTION_NOT_FOUND: { status: 404, title: 'No such subscription' },
  TAGS_INVALID: { status: 400, title: 'The tags are not taken' },
  TAG_MISSING: { status: 422, title: 'A tag is missing that the team needs' },
  TEAM_CHANGED: { status: 412, title: 'It has changed' },
  TEAM_DELETED: { status: 409, title: 'The name is of a deleted team' },
  TEAM_HAS_JOBS: { status: 409, title: 'The team has jobs under way' },
  TEAM_INVALID: { status: 422, title: 'Invalid team' },
  TEAM_NOT_FOUND: { status: 404, title: 'No such team' },
  TEAM_OVERLAPS: { status: 409, title: 'Another team has a part of this' },
  TEAM_QUOTA_USED: { status: 429, title: "The team's jobs of the day are used up" },
  TEMPLATE_INVALID: { status: 422, title: 'Invalid template' },
  TEMPLATE_NOT_FOUND: { status: 404, title: 'No such template' },
  TRANSITION_NOT_ALLOWED: { status: 409, title: "The job's state does not allow this" },
  URL_MALFORMED: { status: 400, title: 'The address is malformed' },
  USAGE_EXCEEDED: { status: 429, title: "The team's daily requests are used up" },
  VALUES_INVALID: { status: 422, title: 'The values are not taken' },
} as const satisfies Record<ProblemCode, ProblemKind>

/** Problem details (RFC 9457) with our own members. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly instance: string
  readonly code: ProblemCode
  readonly requestId: string
  /** Whether the same request, unchanged, may succeed later. */
  readonly retryable: boolean
  readonly errors?: readonly ProblemPart[]
  readonly checks?: readonly object[]
  readonly currentState?: string
  readonly allowedActions?: readonly string[]
  readonly service?: { readonly code: string; readonly message: string; readonly requestId?: string }
}

export interface ProblemAnswer {
  readonly problem: Problem
  readonly headers: Readonly<Record<string, string>>
}

const RETRYABLE_STATUSES = new Set([408, 409, 429, 502, 503, 504])
const FINAL_CODES: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'JOB_NOT_ACTIVE',
  'KIND_CHANGE_NOT_ALLOWED',
  'MANIFEST_REPLACED',
  'TRANSITION_NOT_ALLOWED',
  'LAST_OPERATOR',
  'TEAM_DELETED',
  'TEAM_OVERLAPS',
])

/** After how long the store may have room again. */
const FULL_SECONDS = 30
/** After how long a service that did not answer may answer again. */
const UNAVAILABLE_SECONDS = 5

const codeOf = (error: unknown): ProblemCode => {
  if (error instanceof JobError || error instanceof TeamError || error instanceof RequestError) return error.code
  if (error instanceof StoreFull) return 'STORE_FULL'
  if (error instanceof Unavailable) return 'STORE_UNAVAILABLE'
  return error instanceof DamagedStore ? 'STORE_DAMAGED' : 'INTERNAL_ERROR'
}

/** The request with the problem, and how many errors the answer may list. Default: 100 */
interface ProblemRequest {
  readonly instance: string
  readonly requestId: string
  readonly mostErrors?: number
}

const LONGEST_INSTANCE = 500

/** The problem of an error. An error without a code is a bug: a plain 500 without its cause. */
export const problemOf = (
  error: unknown,
  { instance, requestId, mostErrors = MOST_ERRORS }: ProblemRequest,
): ProblemAnswer => {
  const code = codeOf(error)
  const { status, title } = PROBLEMS[code]
  const base = {
    type: `urn:waybill:problem:${code}`,
    title,
    status,
    code,
    instance: cutName(instance, LONGEST_INSTANCE),
    requestId,
  }

  if (error instanceof JobError) {
    const { diagnostics, fault, retryAfterSeconds, checks, currentState, allowedActions } = error.details
    return {
      problem: {
        ...base,
        detail: error.message,
        retryable: RETRYABLE_STATUSES.has(status) && !FINAL_CODES.has(code),
        ...(diagnostics && { errors: boundErrors(diagnostics.map(diagnosticPart), mostErrors) }),
        ...(checks && { checks }),
        ...(currentState && { currentState }),
        ...(allowedActions && { allowedActions }),
        ...(fault && { service: fault }),
      },
      headers: retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) },
    }
  }
  if (error instanceof TeamError) {
    const { faults, retryAfterSeconds } = error
    return {
      problem: {
        ...base,
        detail: error.message,
        retryable: RETRYABLE_STATUSES.has(status) && !FINAL_CODES.has(code),
        ...(faults.length > 0 && { errors: boundErrors(faults, mostErrors) }),
      },
      headers: retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) },
    }
  }
  if (error instanceof RequestError) {
    return {
      problem: {
        ...base,
        detail: error.message,
        retryable: RETRYABLE_STATUSES.has(status),
        ...(error.errors.length && { errors: boundErrors(error.errors, mostErrors) }),
      },
      headers: error.headers,
    }
  }
  if (error instanceof StoreFull) {
    const detail = `The disk is full, and ${error.isEvent ? 'history must have this request before it is answered' : 'nothing was stored'}. Send the same request again once there is room.`
    return { problem: { ...base, detail, retryable: true }, headers: { 'Retry-After': String(FULL_SECONDS) } }
  }
  if (error instanceof Unavailable) {
    const detail = 'A part of AWS that Waybill runs on did not answer in time. Send the same request again.'
    return { problem: { ...base, detail, retryable: true }, headers: { 'Retry-After': String(UNAVAILABLE_SECONDS) } }
  }
  if (error instanceof DamagedStore) {
    const detail = `Stored data is damaged: ${error.what}. An operator can restore a backup with \`waybill restore\`.`
    return { problem: { ...base, detail, retryable: false }, headers: {} }
  }
  const detail = `An internal error occurred. Quote request ID ${requestId} when you ask for help.`
  return { problem: { ...base, detail, retryable: true }, headers: {} }
}

export const diagnosticPart = (diagnostic: Diagnostic): ProblemPart => {
  const { code, detail, pointer, line, column, severity, hint } = diagnostic
  return { code, detail, pointer, line, column, severity, ...(hint && { hint }), ...lineFixes(diagnostic) }
}
