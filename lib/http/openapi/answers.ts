import { PROBLEMS, type ProblemCode } from '../kit/problem.ts'
import type { Route } from '../routes.ts'
import { ANSWER_HEADERS, type AnswerDoc } from './route-doc.ts'
import type { SchemaName } from './schemas.ts'

export const ref = (name: SchemaName) => ({ $ref: `#/components/schemas/${name}` })
export const TEXT = { schema: { type: 'string' } }

const header = (description: string) => ({ description, schema: { type: 'string' } })

/** What any answer may have. */
const ANY_HEADERS = {
  'X-Request-Id': { ...header('Quote it when you ask for help'), required: true },
  'Cache-Control': header('Whether it may be stored (RFC 9111)'),
  Vary: header('Origin, where pages of other origins may read the answer'),
}

const RETRY_AFTER = { 'Retry-After': header('After how many seconds the same request may do better') }

/** What a problem of a status may have besides. */
const PROBLEM_HEADERS: Readonly<Record<number, Readonly<Record<string, ReturnType<typeof header>>>>> = {
  401: { 'WWW-Authenticate': header('How callers show who they are') },
  405: { Allow: header('The methods that the path takes') },
  408: RETRY_AFTER,
  409: RETRY_AFTER,
  415: {
    'Accept-Post': header('The media types that are read'),
    'Accept-Encoding': header('The content encodings that are read'),
  },
  429: RETRY_AFTER,
  502: RETRY_AFTER,
  503: RETRY_AFTER,
  504: RETRY_AFTER,
  507: RETRY_AFTER,
}

/** What a route answers when it does what was asked. */
export const response = ({ caller }: Route, { about, body, headers = [] }: AnswerDoc) => ({
  description: about,
  headers: {
    ...ANY_HEADERS,
    ...(caller === 'signer' && QUERY_HEADERS),
    ...Object.fromEntries(headers.map(name => [name, header(ANSWER_HEADERS[name])])),
  },
  ...(body !== undefined && { content: answerContent(body) }),
})

const answerContent = (body: NonNullable<AnswerDoc['body']>) => {
  if (typeof body === 'string') return { 'application/json': { schema: ref(body) } }
  if (isList(body)) return { 'application/json': { schema: { anyOf: body.map(ref) } } }
  return Object.fromEntries(
    Object.entries(body).map(([type, is]) => {
      if (is !== 'bytes' && is !== 'text') return [type, { schema: ref(is) }]
      if (type === 'application/json') return [type, { schema: { type: 'object' } }]
      return [type, is === 'text' ? TEXT : {}]
    }),
  )
}

// The compiler does not narrow a readonly array out of a union with a record by `Array.isArray`.
const isList = (body: NonNullable<AnswerDoc['body']>): body is readonly SchemaName[] => Array.isArray(body)

/** Problems by their statuses. */
export const problemResponses = (codes: readonly ProblemCode[]) => {
  const byStatus = Object.groupBy(codes, code => PROBLEMS[code].status)
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, ofStatus = []]) => [
      status,
      {
        description: ofStatus.map(code => `\`${code}\`: ${PROBLEMS[code].title}`).join('\n\n'),
        headers: { ...ANY_HEADERS, ...PROBLEM_HEADERS[Number(status)] },
        content: {
          'application/problem+json': {
            schema: {
              allOf: [ref('Problem'), { type: 'object', properties: { code: { type: 'string', enum: ofStatus } } }],
            },
          },
        },
      },
    ]),
  )
}

/** As AWS names it, for tools that look there. */
const QUERY_HEADERS = { 'x-amzn-RequestId': header('The same as X-Request-Id') }

/** What the Query endpoint answers when it does not. */
export const FAULTS = Object.fromEntries(
  Object.entries({ '4XX': 'A fault of the request', '5XX': 'A fault of the service' }).map(([status, description]) => [
    status,
    {
      description: `${description}, in XML (docs/query-api.md)`,
      headers: { ...ANY_HEADERS, ...QUERY_HEADERS, ...PROBLEM_HEADERS[405], ...RETRY_AFTER },
      content: { 'text/xml': TEXT },
    },
  ]),
)
