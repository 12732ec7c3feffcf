import type { RouteName } from '../routes.ts'
import type { RouteDoc } from './route-doc.ts'

/** Routes about Waybill itself, and the Query API. */
export const WAYBILL_ROUTES = {
  'GET /v1/health': {
    id: 'getHealth',
    tag: 'Waybill',
    summary: 'Whether Waybill is up',
    answers: { 200: { about: 'It is', body: 'Health' } },
  },
  'GET /v1/openapi.json': {
    id: 'getOpenApi',
    tag: 'Waybill',
    summary: 'This document',
    answers: { 200: { about: 'OpenAPI 3.1', body: { 'application/json': 'text' } } },
  },
  'GET /cli/waybill.mjs': {
    id: 'getCommandLine',
    tag: 'Waybill',
    summary: 'The command line that fits this Waybill, as one file for Node 20 and later',
    headers: { 'If-None-Match': { about: 'Only if it is another one than that of this ETag' } },
    answers: {
      200: {
        about: 'The file',
        body: { 'text/javascript': 'text' },
        headers: ['Content-Disposition', 'Repr-Digest', 'Digest', 'ETag'],
      },
      304: { about: 'The caller has it already', headers: ['ETag'] },
    },
    problems: ['COMMAND_LINE_MISSING'],
  },
  'GET /cli/waybill.mjs.sha256': {
    id: 'getCommandLineChecksum',
    tag: 'Waybill',
    summary: 'The SHA-256 of the command line, as `sha256sum --check` reads it',
    answers: { 200: { about: 'The checksum and the name of the file', body: { 'text/plain': 'text' } } },
    problems: ['COMMAND_LINE_MISSING'],
  },
  'POST /': {
    id: 'queryApi',
    tag: 'Query API',
    summary: 'The Import/Export Query API: form in, XML out (docs/query-api.md)',
    body: { form: true },
    answers: { 200: { about: 'The result', body: { 'text/xml': 'text' } } },
  },
  'GET /': {
    id: 'queryApiByUrl',
    tag: 'Query API',
    summary: 'The same with everything in the query string',
    query: { Action: { about: 'CreateJob, UpdateJob, CancelJob, GetStatus, ListJobs or GetShippingLabel' } },
    answers: { 200: { about: 'The result', body: { 'text/xml': 'text' } } },
  },
} as const satisfies Readonly<Partial<Record<RouteName, RouteDoc>>>
