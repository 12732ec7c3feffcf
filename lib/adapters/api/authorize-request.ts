import { type SigningV4, sign } from '../../query-api/sign-v4.ts'
import type { Clock } from '../../system.ts'

export type Headers = Readonly<Record<string, string>>

/** Gives a request to Waybill's own API the headers that prove who sends it. Names are in lower case; `host` is among them. */
export type AuthorizeRequest = (request: {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
  readonly body: Uint8Array | string
}) => Headers

/** Proves nothing, as on one machine. */
export const asNobody: AuthorizeRequest = ({ headers }) => headers

/** Sends a token of the identity provider. */
export const withToken =
  (token: string): AuthorizeRequest =>
  ({ headers }) => ({ ...headers, authorization: `Bearer ${token}` })

/** What API Gateway calls itself in signatures. */
const SERVICE = 'execute-api'

/** Signs for API Gateway (Signature Version 4). */
export const signedBy =
  (
    credentials: Pick<SigningV4, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>,
    { region, clock }: { readonly region: string; readonly clock: Clock },
  ): AuthorizeRequest =>
  ({ method, url, headers, body }) =>
    sign(
      { method, path: url.pathname, query: new Map(url.searchParams), headers, body },
      { ...credentials, time: clock(), region, service: SERVICE },
    )

/** The region of an API's own address; a custom domain does not name it. */
export const regionOfAddress = ({ hostname }: URL): string | undefined =>
  /\.execute-api\.([\w-]+)\./.exec(hostname)?.[1]
