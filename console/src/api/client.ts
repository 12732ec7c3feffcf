import { createClient } from '../../../lib/client/client.ts'
import { authorized } from '../sign-in/session.ts'
import { nameRoute } from './answer-route.ts'

/** Waybill's own address: the page lies in `console/` below it. */
export const ENDPOINT = new URL('..', document.baseURI).href.replace(/\/$/, '')

/** The HTTP API, as whoever has signed in. */
export const api = createClient({
  endpoint: ENDPOINT,
  authorize: authorized,
})

api.use({
  onResponse: ({ request, response, schemaPath }) => nameRoute(response, `${request.method} ${schemaPath}`),
})

/** A file, with the same credentials: links alone would send none. */
export const fetchFile = async (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(await authorized(new Request(new URL(path, `${ENDPOINT}/`), { headers })))
