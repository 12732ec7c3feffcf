import type { ProblemCode } from '../kit/problem.ts'
import type { Route } from '../routes.ts'
import { ACTION_ERRORS } from './action-errors.ts'
import type { RouteDoc } from './route-doc.ts'

/** What any request can be answered with, before a function has looked at it or after it has failed. */
const ANY: readonly ProblemCode[] = [
  'HEADERS_TOO_LARGE',
  'INTERNAL_ERROR',
  'METHOD_NOT_ALLOWED',
  'REQUEST_BLOCKED',
  'REQUEST_FOREIGN',
  'REQUEST_INCOMPLETE',
  'REQUEST_MALFORMED',
  'REQUEST_THROTTLED',
  'REQUEST_TIMEOUT',
  'ROUTE_NOT_FOUND',
  'SERVER_BUSY',
  'SERVER_STOPPING',
  'STORE_DAMAGED',
  'STORE_FULL',
  'STORE_UNAVAILABLE',
  'URL_MALFORMED',
]
const CALLER: readonly ProblemCode[] = [
  'IDENTITY_PROVIDER_UNREACHABLE',
  'NOT_ALLOWED',
  'NOT_AUTHENTICATED',
  'QUERY_INVALID',
  'USAGE_EXCEEDED',
]
const PAGES: readonly ProblemCode[] = ['PAGE_TOKEN_INVALID']
/** Before the body is looked at. */
const ENCODED_BODY: readonly ProblemCode[] = ['BODY_NOT_GZIP', 'BODY_TOO_LARGE', 'CONTENT_ENCODING_UNSUPPORTED']
const BODY: readonly ProblemCode[] = ['BODY_EMPTY', 'MEDIA_TYPE_UNSUPPORTED']
const JSON_BODY: readonly ProblemCode[] = ['JSON_MALFORMED', 'FIELD_INVALID']
const TEXT_BODY: readonly ProblemCode[] = ['BODY_NOT_TEXT']

/** What reading a body can end with, by what stands in it. */
const OF_BODY = {
  manifest: [...BODY, ...JSON_BODY, ...TEXT_BODY],
  table: [...BODY, ...JSON_BODY, ...TEXT_BODY],
  json: [...BODY, ...JSON_BODY],
  text: [...BODY, ...TEXT_BODY],
  form: [],
} as const satisfies Readonly<Record<string, readonly ProblemCode[]>>

const kindsOf = (body: NonNullable<RouteDoc['body']>) =>
  // The keys of a body's description are its kind.
  Object.keys(body) as (keyof typeof OF_BODY)[]

/** The problems of a route that has none of its own: for everyone, for known callers, and with a body. Sorted. */
export const COMMON_PROBLEMS = {
  Any: [...ANY].toSorted(),
  Caller: [...ANY, ...CALLER].toSorted(),
  Body: [...ANY, ...CALLER, ...ENCODED_BODY].toSorted(),
} as const

/** Every problem that a route can be answered with. */
export const problemsOf = ({ caller, method }: Route, doc: RouteDoc): readonly ProblemCode[] =>
  sorted([
    ...ANY,
    ...(caller === 'anyone' ? [] : CALLER),
    ...(method === 'POST' || method === 'PUT' ? ENCODED_BODY : []),
    ...ownProblemsOf(doc),
  ])

/** Those that the route has by its parameters, its body and its actions. */
export const ownProblemsOf = ({ body, query, actions = [], problems = [] }: RouteDoc): readonly ProblemCode[] =>
  sorted([
    ...(body ? kindsOf(body).flatMap(kind => OF_BODY[kind]) : []),
    ...(query?.pageToken ? PAGES : []),
    ...actions.flatMap(action => ACTION_ERRORS[action]),
    ...problems,
  ])

const sorted = (codes: readonly ProblemCode[]) => [...new Set(codes)].toSorted()
