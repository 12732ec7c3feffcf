import { faultAnswer } from '../query-api/endpoint.ts'
import { type FaultCode, fault, statusOf } from '../query-api/faults.ts'
import { ARTIFACTS_PATH, STAFF_PATH } from './artifact-links.ts'
import type { DepotAnswer } from './depot-deps.ts'
import { staffProblem } from './staff.ts'

/** Errors of a server in front of the depot, with their names on the Query API and on the staff's side. */
const ERRORS = {
  HEADERS_TOO_LARGE: 'RequestHeaderSectionTooLarge',
  REQUEST_FOREIGN: 'AccessDenied',
  REQUEST_INCOMPLETE: 'RequestTimeoutException',
  REQUEST_MALFORMED: 'MalformedHttpRequestException',
  SERVER_STOPPING: 'ServiceUnavailable',
  STORE_UNAVAILABLE: 'ServiceUnavailable',
} as const satisfies Readonly<Record<string, FaultCode>>

export interface ErrorInFront {
  readonly code: keyof typeof ERRORS
  readonly detail: string
  readonly retryAfterSeconds?: number
}

/** The answer to a request that does not reach the depot, in the form of its path. */
export const answerInFront = (
  path: string,
  { code, detail, retryAfterSeconds }: ErrorInFront,
  { requestId, at }: { readonly requestId: string; readonly at: Date },
): DepotAnswer => {
  const refused = { ...fault(ERRORS[code], detail), ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }
  const status = statusOf(refused)
  if (path.startsWith(STAFF_PATH)) return staffProblem({ status, code, detail }, requestId)
  if (path.startsWith(ARTIFACTS_PATH)) {
    return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: `${detail}\n` }
  }
  return faultAnswer(refused, at, requestId)
}
