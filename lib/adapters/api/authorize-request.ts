import { type SigningV4, sign } from '../../query-api/sign-v4.ts'
import type { Clock } from '../../system.ts'

export type Headers = Readonly<Record<string, string>>

/** Adds to a request for Waybill's API the headers that prove its sender. Names are in lower case, `host` included. */
export type AuthorizeRequest = (request: {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
  readonly body: Uint8Array | string
}) => Headers

/** Adds no proof, as on one machine. */
export const asNobody: AuthorizeRequest = ({ headers }) => headers

/** Sends a token of the identity provider. */
export const withToken =
  (token: string): AuthorizeRequest =>
  ({ headers }) => ({ ...headers, authorization: `Bearer ${token}` })

/** API Gateway's service name in signatures. */
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

/** The region in an API's own address; `undefined`: a custom domain has none. */
export const regionOfAddress = ({ hostname }: URL): string | undefined =>
  /\.execute-api\.([\w-]+)\./.exec(hostname)?.[1]
