import * as z from 'zod/mini'
import { once } from '../../manifest/once.ts'
import { MANIFEST_TYPES } from '../kit/bodies.ts'
import { type Access, needsCaller, ROUTES, type Route, type RouteName } from '../routes.ts'
import { FAULTS, problemResponses, ref, response, sharedResponses, TEXT } from './answers.ts'
import { AUDIT_ROUTES } from './audit.ts'
import { CHECK_ROUTES } from './checks.ts'
import { CONSOLE_ROUTES } from './console.ts'
import { DEPOT_ROUTES } from './depot.ts'
import { examplesOf, parameterExample, withExamples } from './examples.ts'
import { headerComponents } from './headers.ts'
import { JOB_CHANGE_ROUTES } from './job-changes.ts'
import { JOB_ROUTES } from './jobs.ts'
import { NOTICE_SCHEMAS, webhooks } from './notices.ts'
import { namesIn, PATH_PARAMETERS } from './path-parameters.ts'
import { problemsOf } from './problems.ts'
import { REPORT_ROUTES } from './reports.ts'
import type { ParameterDoc, RouteDoc } from './route-doc.ts'
import { SCHEMAS } from './schemas.ts'
import { SUBSCRIPTION_ROUTES } from './subscriptions.ts'
import { TEAM_ROUTES } from './teams.ts'
import { TEMPLATE_JOB_ROUTES } from './template-jobs.ts'
import { WAYBILL_ROUTES } from './waybill.ts'

/** Every route of the table. One that is missing here does not compile. */
const ROUTE_DOCS: Readonly<Record<RouteName, RouteDoc>> = {
  ...JOB_ROUTES,
  ...JOB_CHANGE_ROUTES,
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
export const openApi = (basePath: string) => {
  const { openapi, info, ...rest } = document()
  return { openapi, info, servers: [{ url: basePath === '' ? '/' : basePath }], ...rest }
}

/** Everybody may ask for it, and to make it takes longer than any other answer. */
const document = once(() => ({
  openapi: '3.1.0',
  info: {
    title: 'Waybill',
    version: '1',
    description:
      'Turns manifests into AWS Import/Export jobs. Every error is a problem (RFC 9457) with a stable code. HEAD answers as GET does, without the body; OPTIONS names the methods of a path. A body may come in gzip.',
    license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
  },
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
    headers: headerComponents(),
    responses: sharedResponses(),
    schemas: componentSchemas(),
  },
}))

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

const operation = (route: Route, doc: RouteDoc) => {
  const examples = examplesOf(doc.id)
  const parameter = (place: 'path' | 'query' | 'header', name: string, { about, schema }: ParameterDoc) => {
    const typed = { type: 'string', ...schema }
    const example = parameterExample(examples.parameters?.[name], typed)
    return {
      name,
      in: place,
      ...(place === 'path' && { required: true }),
      description: about,
      schema: typed,
      ...(typed.type === 'array' && { style: 'form', explode: true }),
      ...(example !== undefined && { example }),
    }
  }
  return {
    operationId: doc.id,
    tags: [doc.tag],
    summary: doc.summary,
    description: `${doc.about} ${CALLERS[route.caller]}`,
    security: needsCaller(route) ? [{ bearer: [] }, { signature: [] }] : [],
    parameters: [
      ...namesIn(route.path).map(name => parameter('path', name, PATH_PARAMETERS[name])),
      ...Object.entries(doc.query ?? {}).map(([name, about]) => parameter('query', name, about)),
      ...Object.entries(doc.headers ?? {}).map(([name, about]) => parameter('header', name, about)),
    ],
    ...(doc.body && {
      requestBody: { required: true, content: withExamples(requestContent(doc.body), examples.request) },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(doc.answers).map(([status, answer]) => [
          status,
          response(route, answer, examples.answers?.[status]),
        ]),
      ),
      ...(route.caller === 'signer' ? FAULTS : problemResponses(problemsOf(route, doc))),
    },
  }
}

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
