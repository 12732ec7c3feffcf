import createFetchClient, { type Client } from 'openapi-fetch'
import type { paths } from './api.generated.d.ts'

export type { components, operations, paths } from './api.generated.d.ts'

/** Waybill's HTTP API as functions: `client.GET('/v1/jobs/{jobId}', { params: { path: { jobId } } })`. */
export type WaybillClient = Client<paths, Json>

/** What answers are read as, where `parseAs` asks for nothing else: lists, for example, come as CSV only to who asks for it. */
type Json = 'application/json' | 'application/problem+json'

export interface ClientOptions {
  /** Where Waybill is, for example `https://abc.execute-api.eu-central-1.amazonaws.com/prod`; nothing of `/v1`. */
  readonly endpoint: string
  /** Gives the request headers that prove who sends it. Default: none, as on one machine. */
  readonly authorize?: (request: Request) => Request | Promise<Request>
  /** Default: the global one */
  readonly fetch?: (request: Request) => Promise<Response>
}

/**
 * A typed client of Waybill's HTTP API. Routes, parameters, bodies and answers have the types of the OpenAPI document. An
 * answer is `{ data, error, response }`: `error` is a problem (RFC 9457). No request is repeated.
 *
 * A manifest is sent as it is, with its media type:
 *
 * @example
 * const waybill = createClient({ endpoint: 'http://127.0.0.1:4010' })
 * const { data, error } = await waybill.POST('/v1/jobs', {
 *   body: manifest,
 *   headers: { 'Content-Type': 'text/plain' },
 * })
 *
 * @throws whatever `fetch` throws where no answer comes
 */
export const createClient = ({ endpoint, authorize, fetch }: ClientOptions): WaybillClient => {
  const client = createFetchClient<paths, Json>({
    baseUrl: endpoint.replace(/\/+$/, ''),
    // No JSON body of the API is a text by itself: a text, or bytes, is a manifest or a SIGNATURE.
    bodySerializer: (body: unknown) =>
      typeof body === 'string' || ArrayBuffer.isView(body) ? body : JSON.stringify(body),
    ...(fetch && { fetch }),
  })
  if (authorize) client.use({ onRequest: ({ request }) => authorize(request) })
  return client
}
