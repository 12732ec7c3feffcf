import * as z from 'zod/mini'
import { MANIFEST_TYPES } from '../kit/bodies.ts'
import { type Access, needsCaller, ROUTES, type Route, type RouteName } from '../routes.ts'
import { FAULTS, problemResponses, ref, response, TEXT } from './answers.ts'
import { AUDIT_ROUTES } from './audit.ts'
import { CHECK_ROUTES } from './checks.ts'
import { CONSOLE_ROUTES } from './console.ts'
import { DEPOT_ROUTES } from './depot.ts'
import { JOB_ROUTES } from './jobs.ts'
import { NOTICE_SCHEMAS, webhooks } from './notices.ts'
import { problemsOf } from './problems.ts'
import { REPORT_ROUTES } from './reports.ts'
import type { RouteDoc } from './route-doc.ts'
import { SCHEMAS } from './schemas.ts'
import { SUBSCRIPTION_ROUTES } from './subscriptions.ts'
import { TEAM_ROUTES } from './teams.ts'
import { TEMPLATE_JOB_ROUTES } from './template-jobs.ts'
import { WAYBILL_ROUTES } from './waybill.ts'

/** Every route of the table. One that is missing here does not compile. */
const ROUTE_DOCS: Readonly<Record<RouteName, RouteDoc>> = {
  ...JOB_ROUTES,
  ...REPORT_ROUTES,
  ...AUDIT_ROUTES,
  ...CHECK_ROUTES,
  ...SUBSCRIPTION_ROUTES,
  ...TEAM_ROUTES,
  ...TEMPLATE_JOB_ROUTES,
  ...DEPOT_ROUTES,
  ...CONSOLE_ROUTES,
  ...WAYBILL_ROUTES,
}

const TAGS = {
  Jobs: 'From a manifest to a job whose ID, SIGNATURE and address are never lost',
  Checks: 'Manifests that are validated again and again',
  Subscriptions: 'Events of jobs that are sent to where a team wants them',
  Teams: 'Who may do what for whom, and what a team need not type again',
  Audit: 'Who did what, and the proof that it was not changed since',
  Depot: 'The desk of those who open the parcels, where the depot is ours',
  Console: 'The web page, which does everything by the routes above',
  Waybill: 'About Waybill itself',
  'Query API': 'For tools that speak the Import/Export Query API',
} as const

/** What the document says of a route of the table. */
export const docOf = ({ method, path }: (typeof ROUTES)[number]): RouteDoc =>
  // A route's method and path are the name of its documentation; the types cannot express that the two unions match.
  ROUTE_DOCS[`${method} ${path}` as RouteName]

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
    description:
      'Turns manifests into AWS Import/Export jobs. Every error is a problem (RFC 9457) with a stable code. HEAD answers as GET does, without the body; OPTIONS names the methods of a path. A body may come in gzip.',
    license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: basePath === '' ? '/' : basePath }],
  tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
  paths: pathsOf(ROUTES),
  webhooks: webhooks(),
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
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route, docOf(route)) }
  }
  return paths
}

/** Who may call, as the descriptions say it. */
const CALLERS: Readonly<Record<Access, string>> = {
  member: 'For members of a team.',
  reader: 'For members and viewers of a team, and for auditors.',
  operator: 'For operators.',
  depot: "For the depot's staff.",
  known: 'For everyone who is known.',
  anyone: 'For everyone, known or not.',
  signer: "Signed with a team's access key, of signature version 2 or 4.",
}

/** What stands in a path, with an example of it. */
const PATH_PARAMETERS: Readonly<Record<string, { readonly description: string; readonly example: string }>> = {
  jobId: { description: "The service's ID of the job, in upper or lower case", example: 'AB123' },
  id: { description: "The submission's own ID", example: 'wb0123456789abcdef0123456789abcdef' },
  name: { description: 'Its name, as a list has it', example: 'nightly' },
  number: { description: 'Which of them; 1 is the first', example: '1' },
  team: { description: 'The name of a team', example: 'lab' },
}

const operation = (route: Route, doc: RouteDoc) => ({
  operationId: doc.id,
  tags: [doc.tag],
  summary: doc.summary,
  description: [doc.about, CALLERS[route.caller]].filter(Boolean).join(' '),
  security: needsCaller(route) ? [{ bearer: [] }, { signature: [] }] : [],
  parameters: [
    ...[...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      ...PATH_PARAMETERS[name ?? ''],
      schema: { type: 'string' },
    })),
    ...parameters('query', doc.query),
    ...parameters('header', doc.headers),
  ],
  ...(doc.body && { requestBody: { required: true, content: requestContent(doc.body) } }),
  responses: {
    ...Object.fromEntries(Object.entries(doc.answers).map(([status, answer]) => [status, response(route, answer)])),
    ...(route.caller === 'signer' ? FAULTS : problemResponses(problemsOf(route, doc))),
  },
})

const parameters = (place: 'query' | 'header', docs: RouteDoc['query'] = {}) =>
  Object.entries(docs)
    // OpenAPI 3.1: a parameter called Accept says nothing; the answer's media types do.
    .filter(([name]) => name !== 'Accept')
    .map(([name, { about, schema }]) => ({
      name,
      in: place,
      description: about,
      schema: { type: 'string', ...schema },
    }))

const requestContent = (body: NonNullable<RouteDoc['body']>) => {
  if ('form' in body) {
    const schema = {
      type: 'object',
      properties: { Action: { type: 'string' } },
      additionalProperties: { type: 'string' },
    }
    return { 'application/x-www-form-urlencoded': { schema } }
  }
  if ('text' in body) return { 'text/plain': TEXT, 'application/octet-stream': TEXT }
  if ('table' in body) return { 'application/json': { schema: ref(body.table) }, 'text/csv': TEXT }
  if ('json' in body) return { 'application/json': { schema: ref(body.json) } }
  return {
    ...Object.fromEntries(MANIFEST_TYPES.map(type => [type, TEXT])),
    'application/json': { schema: ref(body.manifest) },
  }
}

const componentSchemas = () => {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries({ ...SCHEMAS, ...NOTICE_SCHEMAS })) registry.add(schema, { id })
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
