import type { RouteName } from '../routes.ts'
import type { RouteDoc } from './route-doc.ts'

const OPERATIONS = ['CreateJob', 'UpdateJob', 'CancelJob', 'GetStatus', 'ListJobs', 'GetShippingLabel'] as const

/** Routes about Waybill itself, and the Query API. */
export const WAYBILL_ROUTES = {
  'GET /v1/health': {
    id: 'getHealth',
    tag: 'Waybill',
    summary: 'Ask whether Waybill is up',
    about: 'Answers at once, and asks neither the stores nor the service.',
    answers: { 200: { about: 'Waybill is up.', body: 'Health' } },
  },
  'GET /v1/openapi.json': {
    id: 'getOpenApi',
    tag: 'Waybill',
    summary: 'Get this document',
    about: 'Gets the whole API as an OpenAPI 3.1 document, made of the code that answers.',
    answers: { 200: { about: 'The document.', body: { 'application/json': 'text' } } },
  },
  'GET /cli/waybill.mjs': {
    id: 'getCommandLine',
    tag: 'Waybill',
    summary: 'Get the command line',
    about:
      'Gets the command line that fits this Waybill, as one file for Node 20 and later. Run it with `node waybill.mjs`.',
    headers: {
      'If-None-Match': { about: 'The ETag that you have. If the file is the same, the answer is 304.' },
      'Accept-Encoding': { about: 'gzip: the file comes compressed.' },
    },
    answers: {
      200: {
        about: 'The file.',
        body: { 'text/javascript': 'text' },
        headers: ['Content-Disposition', 'Content-Encoding', 'Repr-Digest', 'Digest', 'ETag'],
      },
      304: { about: 'The file has not changed.', headers: ['ETag'] },
    },
    problems: ['COMMAND_LINE_MISSING'],
  },
  'GET /cli/waybill.mjs.sha256': {
    id: 'getCommandLineChecksum',
    tag: 'Waybill',
    summary: 'Get the checksum of the command line',
    about: 'Gets the SHA-256 of the command line, as `sha256sum --check` reads it.',
    answers: { 200: { about: 'The checksum and the name of the file.', body: { 'text/plain': 'text' } } },
    problems: ['COMMAND_LINE_MISSING'],
  },
  'POST /': {
    id: 'queryApi',
    tag: 'Query API',
    summary: 'Call the Import/Export Query API',
    about:
      'The API that tools of the AWS Import/Export service speak: a form in, XML out. They work unchanged when they are pointed here, and their jobs are stored, archived and in history like all others. docs/query-api.md has the operations and their faults.',
    body: { form: true },
    answers: { 200: { about: 'The result of the operation.', body: { 'text/xml': 'text' } } },
  },
  'GET /': {
    id: 'queryApiByUrl',
    tag: 'Query API',
    summary: 'Call the Query API with a query string',
    about:
      'The same as POST, with every parameter in the query string. A browser that asks for the address itself is led to the web page.',
    query: {
      Action: { about: 'The operation.', schema: { type: 'string', enum: OPERATIONS } },
      AWSAccessKeyId: { about: 'The access key that signs. With version 2.' },
      Signature: { about: 'The signature. With version 2.' },
      SignatureMethod: {
        about: 'How it is signed. With version 2.',
        schema: { type: 'string', enum: ['HmacSHA1', 'HmacSHA256'] },
      },
      SignatureVersion: { about: 'The version of the signature.', schema: { type: 'string', enum: ['2'] } },
      Timestamp: {
        about: 'When it was signed. It is valid for 15 minutes.',
        schema: { type: 'string', format: 'date-time' },
      },
    },
    answers: {
      200: { about: 'The result of the operation.', body: { 'text/xml': 'text' } },
      302: { about: 'Where the web page is.', headers: ['Location'] },
    },
  },
} as const satisfies Readonly<Partial<Record<RouteName, RouteDoc>>>
