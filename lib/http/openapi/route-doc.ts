import type { ProblemCode } from '../kit/problem.ts'
import type { ActionName } from './action-errors.ts'
import type { SchemaName } from './schemas.ts'

/** A parameter of the query, or a header of the request. */
export interface ParameterDoc {
  readonly about: string
  /** Of type `string` unless it has another. Default: any text */
  readonly schema?: Readonly<Record<string, unknown>>
}

/** Headers that answers have, besides `X-Request-Id`, which all have. */
export const ANSWER_HEADERS = {
  Location: 'Where it is',
  'Content-Location': 'Where it is',
  ETag: 'Changes with what it is of; send it with If-Match or If-None-Match',
  'Waybill-Wait': 'With waitFor: reached; not-yet: the time is up; never: the job is over',
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

/** What the document says of a route that its row in `lib/http/routes.ts` does not. */
export interface RouteDoc {
  readonly id: string
  readonly tag: 'Jobs' | 'Checks' | 'Subscriptions' | 'Teams' | 'Audit' | 'Depot' | 'Console' | 'Waybill' | 'Query API'
  readonly summary: string
  /** What the summary has no room for. */
  readonly about?: string
  readonly query?: Readonly<Record<string, ParameterDoc>>
  readonly headers?: Readonly<Record<string, ParameterDoc>>
  /** `manifest`: the manifest as text, or the JSON of this name. `table`: CSV, or the JSON of this name. `text`: some other text. */
  readonly body?:
    | { readonly manifest: SchemaName }
    | { readonly json: SchemaName }
    | { readonly table: SchemaName }
    | { readonly text: true }
    | { readonly form: true }
  readonly answers: Readonly<Record<number, AnswerDoc>>
  /** The actions that it calls: their errors are its problems. Default: none that has any */
  readonly actions?: readonly ActionName[]
  /** Problems of its own, besides those of its actions and of every route of its kind (`lib/http/openapi/problems.ts`). */
  readonly problems?: readonly ProblemCode[]
}

/** How a time is written in a query. */
export const MOMENT = 'a day (UTC) or a moment, as RFC 3339 writes it'

/** What a page of a list is asked for with. */
export const PAGING = {
  pageSize: { about: 'How many; 50 if left out', schema: { type: 'integer', minimum: 1, maximum: 1000 } },
  pageToken: { about: 'nextPageToken of the page before' },
} as const satisfies Readonly<Record<string, ParameterDoc>>
