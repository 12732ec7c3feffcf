import type { RouteName } from '../routes.ts'
import { CHECK_ROUTES } from './openapi-checks.ts'
import { JOB_ROUTES } from './openapi-jobs.ts'
import type { SchemaName } from './openapi-schemas.ts'
import type { ProblemCode } from './problem.ts'

/** A parameter of the query, or a header of the request. */
export interface ParameterDoc {
  readonly about: string
  /** Default: a text. */
  readonly schema?: Readonly<Record<string, unknown>>
}

/** Headers that answers have, besides `X-Request-Id`, which all have. */
export const ANSWER_HEADERS = {
  Location: 'Where it is',
  'Content-Location': 'Where it is',
  ETag: 'Changes with the job; send it with If-Match or If-None-Match',
  'Idempotency-Replayed': 'true: an earlier request made the job',
  Link: 'The next page (RFC 8288)',
  'Content-Disposition': 'The name of the file',
  'Repr-Digest': 'SHA-256 of the file (RFC 9530)',
  Digest: 'The same, as RFC 3230 writes it',
} as const

export interface AnswerDoc {
  readonly about: string
  /** JSON of this name; or media types, and what stands in them. Without: no body. */
  readonly body?: SchemaName | readonly SchemaName[] | Readonly<Record<string, SchemaName | 'bytes' | 'text'>>
  readonly headers?: readonly (keyof typeof ANSWER_HEADERS)[]
}

/** What the document says of a route that its row in `lib/routes.ts` does not. */
export interface RouteDoc {
  readonly id: string
  readonly tag: 'Jobs' | 'Checks' | 'Waybill' | 'Query API'
  readonly summary: string
  readonly query?: Readonly<Record<string, ParameterDoc>>
  readonly headers?: Readonly<Record<string, ParameterDoc>>
  /** `manifest`: the manifest as text, or the JSON of this name. */
  readonly body?: { readonly manifest: SchemaName } | { readonly json: SchemaName } | { readonly form: true }
  readonly answers: Readonly<Record<number, AnswerDoc>>
  /** Besides those that every route of its kind has (`lib/http/openapi.ts`). */
  readonly problems?: readonly ProblemCode[]
}

/** Every route of the table. One that is missing here does not compile. */
export const ROUTE_DOCS: Readonly<Record<RouteName, RouteDoc>> = { ...JOB_ROUTES, ...CHECK_ROUTES }
