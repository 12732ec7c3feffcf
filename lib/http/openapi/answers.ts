import { PROBLEMS, type ProblemCode } from '../kit/problem.ts'
import type { Route } from '../routes.ts'
import { withExamples } from './examples.ts'
import { answerHeaders, faultHeaders, problemHeaders } from './headers.ts'
import { COMMON_PROBLEMS } from './problems.ts'
import type { AnswerDoc } from './route-doc.ts'
import type { SchemaName } from './schemas.ts'

export const ref = (name: SchemaName) => ({ $ref: `#/components/schemas/${name}` })
export const TEXT = { schema: { type: 'string' } }
const BYTES = { schema: { type: 'string', format: 'binary' } }

/** What a route answers when it does what was asked. */
export const response = (
  route: Route,
  { about, body, headers = [] }: AnswerDoc,
  examples: Parameters<typeof withExamples>[1],
) => ({
  description: about,
  headers: answerHeaders({ isQueryApi: route.caller === 'signer', isPage: route.function === 'console' }, headers),
  ...(body !== undefined && { content: withExamples(answerContent(body), examples) }),
})

const answerContent = (body: NonNullable<AnswerDoc['body']>): Readonly<Record<string, object>> => {
  if (typeof body === 'string') return { 'application/json': { schema: ref(body) } }
  if (isList(body)) return { 'application/json': { schema: { anyOf: body.map(ref) } } }
  return Object.fromEntries(
    Object.entries(body).map(([type, is]) => {
      if (is !== 'bytes' && is !== 'text') return [type, { schema: ref(is) }]
      if (type === 'application/json') return [type, { schema: { type: 'object', additionalProperties: true } }]
      return [type, is === 'text' ? TEXT : BYTES]
    }),
  )
}

// The compiler does not narrow a readonly array out of a union with a record by `Array.isArray`.
const isList = (body: NonNullable<AnswerDoc['body']>): body is readonly SchemaName[] => Array.isArray(body)

/** Problems of one status, as a response. */
const problemResponse = (status: number, codes: readonly ProblemCode[]) => ({
  description: codes.map(code => `\`${code}\`: ${PROBLEMS[code].title}`).join('\n\n'),
  headers: problemHeaders(status),
  content: {
    'application/problem+json': {
      schema: {
        allOf: [ref('Problem'), { type: 'object', properties: { code: { type: 'string', enum: codes } } }],
      },
    },
  },
})

const byStatus = (codes: readonly ProblemCode[]) =>
  Object.entries(Object.groupBy(codes, code => PROBLEMS[code].status)).map(
    ([status, ofStatus = []]) => [Number(status), ofStatus] as const,
  )

/** Most routes have the same problems of most statuses: each such list stands in the document once. */
const SHARED = Object.entries(COMMON_PROBLEMS).flatMap(([name, codes]) =>
  byStatus(codes).map(([status, ofStatus]) => ({ name: `${name}${status}`, status, codes: ofStatus })),
)

const sharedName = (status: number, codes: readonly ProblemCode[]) =>
  SHARED.find(shared => shared.status === status && shared.codes.join() === codes.join())?.name

/** Those responses, as the document's components. */
export const sharedResponses = () =>
  Object.fromEntries(
    SHARED.filter(({ name, status, codes }) => sharedName(status, codes) === name).map(({ name, status, codes }) => [
      name,
      problemResponse(status, codes),
    ]),
  )

/** Problems by their statuses. */
export const problemResponses = (codes: readonly ProblemCode[]) =>
  Object.fromEntries(
    byStatus(codes).map(([status, ofStatus]) => {
      const shared = sharedName(status, ofStatus)
      return [
        status,
        shared === undefined ? problemResponse(status, ofStatus) : { $ref: `#/components/responses/${shared}` },
      ]
    }),
  )

/** What the Query endpoint answers when it does not. */
export const FAULTS = Object.fromEntries(
  Object.entries({ '4XX': 'A fault of the request', '5XX': 'A fault of the service' }).map(([status, description]) => [
    status,
    {
      description: `${description}, in XML (docs/query-api.md)`,
      headers: faultHeaders(),
      content: { 'text/xml': TEXT },
    },
  ]),
)
