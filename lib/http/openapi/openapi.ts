import * as z from 'zod/mini'
import { MANIFEST_TYPES } from '../kit/bodies.ts'
import { PROBLEMS, type ProblemCode } from '../kit/problem.ts'
import { needsCaller, ROUTES, type Route, type RouteName } from '../routes.ts'
import { CHECK_ROUTES } from './checks.ts'
import { CONSOLE_ROUTES } from './console.ts'
import { JOB_ROUTES } from './jobs.ts'
import { REPORT_ROUTES } from './reports.ts'
import { ANSWER_HEADERS, type AnswerDoc, type RouteDoc } from './route-doc.ts'
import { SCHEMAS, type SchemaName } from './schemas.ts'
import { TEAM_ROUTES } from './teams.ts'
import { WAYBILL_ROUTES } from './waybill.ts'

/** Every route of the table. One that is missing here does not compile. */
const ROUTE_DOCS: Readonly<Record<RouteName, RouteDoc>> = {
  ...JOB_ROUTES,
  ...REPORT_ROUTES,
  ...CHECK_ROUTES,
  ...TEAM_ROUTES,
  ...CONSOLE_ROUTES,
  ...WAYBILL_ROUTES,
}

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
  'STORE_DAMAGED',
  'STORE_FULL',
  'STORE_UNAVAILABLE',
  'ROUTE_NOT_FOUND',
  'SERVER_BUSY',
  'SERVER_STOPPING',
  'URL_MALFORMED',
]
const CALLER: readonly ProblemCode[] = [
  'IDENTITY_PROVIDER_UNREACHABLE',
  'NOT_ALLOWED',
  'NOT_AUTHENTICATED',
  'USAGE_EXCEEDED',
]
const BODY: readonly ProblemCode[] = [
  'BODY_EMPTY',
  'BODY_NOT_GZIP',
  'BODY_TOO_LARGE',
  'CONTENT_ENCODING_UNSUPPORTED',
  'MEDIA_TYPE_UNSUPPORTED',
  'JSON_MALFORMED',
  'FIELD_INVALID',
]

const TAGS = {
  Jobs: 'From a manifest to a job whose ID, SIGNATURE and address are never lost',
  Checks: 'Manifests that are validated again and again',
  Teams: 'Who may do what for whom, and what a team need not type again',
  Console: 'The web page, which does everything by the routes above',
  Waybill: 'About Waybill itself',
  'Query API': 'For tools that speak the Import/Export Query API',
} as const

/**
 * The API as an OpenAPI 3.1 document, made of the route table, the bodies' own schemas and the table of problems, so that
 * it says what the functions do.
 *
 * @param basePath what stands before `/v1` in the caller's address
 */
export const openApi = (basePath: string) => ({
  openapi: '3.1.0',
  info: {
    title: 'Waybill',
    version: '1',
    description: 'Turns manifests into AWS Import/Export jobs. Every error is a problem (RFC 9457) with a stable code.',
    license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: basePath === '' ? '/' : basePath }],
  tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
  paths: pathsOf(ROUTES),
  components: {
    securitySchemes: {
      bearer: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: "A token of the identity provider's",
      },
      signature: {
        type: 'apiKey',
        in: 'header',
        name: 'Authorization',
        description: 'AWS Signature Version 4, of service execute-api',
        'x-amazon-apigateway-authtype': 'awsSigv4',
      },
    },
    schemas: componentSchemas(),
  },
})

const pathsOf = (routes: readonly (typeof ROUTES)[number][]) => {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const name = `${route.method} ${route.path}` as const
    // A route's method and path are the name of its documentation; the types cannot express that the two unions match.
    const doc = ROUTE_DOCS[name as keyof typeof ROUTE_DOCS]
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route, doc) }
  }
  return paths
}

const operation = (route: Route, doc: RouteDoc) => ({
  operationId: doc.id,
  tags: [doc.tag],
  summary: doc.summary,
  security: needsCaller(route) ? [{ bearer: [] }, { signature: [] }] : [],
  parameters: [
    ...[...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...parameters('query', doc.query),
    ...parameters('header', doc.headers),
  ],
  ...(doc.body && { requestBody: { required: true, content: requestContent(doc.body) } }),
  responses: {
    ...Object.fromEntries(Object.entries(doc.answers).map(([status, answer]) => [status, response(answer)])),
    ...(route.caller === 'signer' ? FAULTS : problemResponses(problemsOf(route, doc))),
  },
})

const parameters = (place: 'query' | 'header', docs: RouteDoc['query'] = {}) =>
  Object.entries(docs)
    // OpenAPI 3.1: a parameter called Accept says nothing; the answer's media types do.
    .filter(([name]) => name !== 'Accept')
    .map(([name, { about, schema = { type: 'string' } }]) => ({ name, in: place, description: about, schema }))

const ref = (name: SchemaName) => ({ $ref: `#/components/schemas/${name}` })
const TEXT = { schema: { type: 'string' } }

const requestContent = (body: NonNullable<RouteDoc['body']>) => {
  if ('form' in body) {
    const schema = {
      type: 'object',
      properties: { Action: { type: 'string' } },
      additionalProperties: { type: 'string' },
    }
    return { 'application/x-www-form-urlencoded': { schema } }
  }
  if ('text' in body) return { 'text/plain': TEXT }
  if ('json' in body) return { 'application/json': { schema: ref(body.json) } }
  return {
    ...Object.fromEntries(MANIFEST_TYPES.map(type => [type, TEXT])),
    'application/json': { schema: ref(body.manifest) },
  }
}

const REQUEST_ID = { 'X-Request-Id': { description: 'Quote it when you ask for help', schema: { type: 'string' } } }

const response = ({ about, body, headers = [] }: AnswerDoc) => ({
  description: about,
  headers: {
    ...REQUEST_ID,
    ...Object.fromEntries(
      headers.map(name => [name, { description: ANSWER_HEADERS[name], schema: { type: 'string' } }]),
    ),
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

/** Every problem that a route can be answered with. */
export const problemsOf = ({ caller }: Route, { body, problems = [] }: RouteDoc): readonly ProblemCode[] => {
  const codes = [...ANY, ...(caller === 'anyone' ? [] : CALLER), ...(body ? BODY : []), ...problems]
  return [...new Set(codes)].sort()
}

const problemResponses = (codes: readonly ProblemCode[]) => {
  const byStatus = Object.groupBy(codes, code => PROBLEMS[code].status)
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, ofStatus = []]) => [
      status,
      {
        description: ofStatus.map(code => `\`${code}\`: ${PROBLEMS[code].title}`).join('\n\n'),
        headers: REQUEST_ID,
        content: {
          'application/problem+json': {
            schema: { allOf: [ref('Problem'), { properties: { code: { enum: ofStatus } } }] },
          },
        },
      },
    ]),
  )
}

const FAULTS = Object.fromEntries(
  Object.entries({ '4XX': 'A fault of the request', '5XX': 'A fault of the service' }).map(([status, description]) => [
    status,
    { description: `${description}, in XML (docs/query-api.md)`, content: { 'text/xml': TEXT } },
  ]),
)

const componentSchemas = () => {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(SCHEMAS)) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, {
    io: 'input',
    uri: id => `#/components/schemas/${id}`,
    // How a date is written is the format's to say, not a pattern of 300 characters.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern
    },
  })
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _dialect, $id: _uri, ...schema }]) => [id, schema]),
  )
}
