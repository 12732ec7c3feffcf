import type { LineFix } from '../../manifest/diagnostics/line-fix.ts'

/** Errors of the HTTP request itself, which are found before any action runs. */
const REQUEST_ERROR_CODES = [
  'BODY_EMPTY',
  'BODY_NOT_GZIP',
  'BODY_NOT_TEXT',
  'BODY_TOO_LARGE',
  'CONTENT_ENCODING_UNSUPPORTED',
  'COMMAND_LINE_MISSING',
  'FIELD_INVALID',
  'HEADERS_TOO_LARGE',
  'IDENTITY_PROVIDER_UNREACHABLE',
  'JSON_MALFORMED',
  'MEDIA_TYPE_UNSUPPORTED',
  'METHOD_NOT_ALLOWED',
  'NOT_ALLOWED',
  'NOT_AUTHENTICATED',
  'QUERY_INVALID',
  'REQUEST_BLOCKED',
  'REQUEST_FOREIGN',
  'REQUEST_INCOMPLETE',
  'REQUEST_MALFORMED',
  'REQUEST_THROTTLED',
  'REQUEST_TIMEOUT',
  'ROUTE_NOT_FOUND',
  'SERVER_BUSY',
  'SERVER_STOPPING',
  'URL_MALFORMED',
  'USAGE_EXCEEDED',
] as const

export type RequestErrorCode = (typeof REQUEST_ERROR_CODES)[number]

/** One of several errors of the same kind. */
export interface ProblemPart {
  readonly code: string
  readonly detail: string
  /** JSON Pointer into the body, or into the manifest. */
  readonly pointer?: string
  readonly line?: number
  readonly column?: number
  readonly severity?: 'error' | 'warning'
  readonly hint?: string
  /** Present if there is exactly one safe fix of the manifest. */
  readonly fixes?: readonly LineFix[]
}

export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly code: RequestErrorCode
  readonly errors: readonly ProblemPart[]
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: RequestErrorCode,
    message: string,
    { errors = [], headers = {} }: { errors?: readonly ProblemPart[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message)
    this.code = code
    this.errors = errors
    this.headers = headers
  }
}
