import type { ProblemCode } from '../kit/problem.ts'
import type { ActionName } from './action-errors.ts'
import type { AnswerHeader } from './headers.ts'
import type { SchemaName } from './schemas.ts'

/** A parameter of the query, or a header of the request. */
export interface ParameterDoc {
  readonly about: string
  /** Of type `string` unless it has another. Default: any text */
  readonly schema?: Readonly<Record<string, unknown>>
}

export interface AnswerDoc {
  readonly about: string
  /** JSON of this name; or media types, and what stands in them. Without: no body. */
  readonly body?: SchemaName | readonly SchemaName[] | Readonly<Record<string, SchemaName | 'bytes' | 'text'>>
  /** Besides those of its kind (`lib/http/openapi/headers.ts`). */
  readonly headers?: readonly AnswerHeader[]
}

/** What the document says of a route that its row in `lib/http/routes.ts` does not. */
export interface RouteDoc {
  readonly id: string
  readonly tag: 'Jobs' | 'Checks' | 'Subscriptions' | 'Teams' | 'Audit' | 'Depot' | 'Console' | 'Waybill' | 'Query API'
  /** What it does, in one line. */
  readonly summary: string
  /** What happens, what it needs, and what to do with the answer, in full sentences. */
  readonly about: string
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
export const MOMENT = 'A day in UTC, such as 2026-11-21, or a moment of RFC 3339, such as 2026-11-21T10:00:00Z.'

/** What a page of a list is asked for with. */
export const PAGING = {
  pageSize: {
    about: 'The longest page. A page may be shorter, also where there is a next one.',
    schema: { type: 'integer', minimum: 1, maximum: 1000, default: 50 },
  },
  pageToken: { about: 'The nextPageToken of the page before. The filters must be the same. Default: the first page.' },
} as const satisfies Readonly<Record<string, ParameterDoc>>

/** Whose thing is looked at. */
export const TEAM: ParameterDoc = {
  about: 'For auditors: the name of a team. Members and viewers see their own team only.',
}

/** Whose things a list has. */
export const ANY_TEAM: ParameterDoc = {
  about:
    'For auditors: the name of a team. Members and viewers see their own team only. Default: the own team, and every team for an auditor.',
}

export const SWITCH = { type: 'boolean', default: false } as const
