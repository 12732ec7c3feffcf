import { decodeFormBytes, type Params, type Query, readQuery, unite } from './form.ts'

/** By how much the clocks of client and service may differ if a signature carries its time, in milliseconds. */
export const ALLOWED_SKEW_MS = 15 * 60_000

/** A request as it was received. Header names are in lower case. */
export interface RawRequest {
  readonly method: string
  readonly path: string
  /** The query string of the URL, without the `?`. */
  readonly query: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
}

/** A request whose parameters have been read. */
export interface ReceivedRequest extends Omit<RawRequest, 'query'> {
  readonly query: Params
  readonly form: Params
  /** The parameters of the URL and the body together. */
  readonly params: Params
  /** Why the parameters may be incomplete, a sentence each. Empty if URL and body are forms that do not contradict each other. */
  readonly problems: readonly string[]
}

/** The claimed signer of a request, and the correct signatures to compare with. */
export interface Authentication extends Window {
  readonly accessKeyId: string
  readonly sessionToken: string | undefined
  /** The signature that the request carries. */
  readonly given: string
  /** Each correct signature, with the parameters that it covers. Made one by one, the most likely first. */
  readonly expected: (secretAccessKey: string) => Iterable<Vouched>
  /** Incorrect signatures that known clients make. They are refused, but the fault can name the mistake. Default: none */
  readonly mistaken?: (secretAccessKey: string) => readonly Mistaken[]
}

export interface Mistaken {
  readonly signature: string
  /** A sentence about the client's mistake and what to do instead. */
  readonly hint: string
}

export interface Vouched {
  readonly signature: string
  readonly params: Params
}

/** The time in which a signature is valid. */
export interface Window {
  readonly notBefore?: Date
  /** It expires at this moment. */
  readonly acceptableUntil: Date
}

/** Reads the parameters of URL and body. */
export const receive = (request: Omit<RawRequest, 'query'> & { readonly query: Query }): ReceivedRequest => {
  const query = readQuery(request.query)
  const form = decodeFormBytes(request.body)
  return { ...request, query: query.params, form: form.params, ...unite(query, form) }
}

/**
 * The paths that the client may have signed. An endpoint below a path (`/prod/`) is the same with and without the last slash,
 * and a gateway may have added or removed it.
 */
export const signedPaths = (path: string): readonly string[] => {
  if (path === '' || path === '/') return [path]
  return [path, path.endsWith('/') ? path.slice(0, -1) : `${path}/`]
}

/**
 * The hosts that the client may have signed: the received one; without the port, which several clients leave out; or with the
 * scheme's default port, which the client's HTTP library leaves out (`docs/query-api.md`).
 */
export const signedHosts = (host = ''): readonly string[] => {
  const [, name = '', port] = /^(.+?)(?::(\d{1,5}))?$/.exec(host) ?? []
  if (name === '') return [host]
  return port === undefined ? [host, `${host}:443`, `${host}:80`] : [host, name]
}

/** The time in which a signature is valid that carries its own time. */
export const windowAround = (time: Date): Window => ({
  notBefore: new Date(time.getTime() - ALLOWED_SKEW_MS),
  acceptableUntil: new Date(time.getTime() + ALLOWED_SKEW_MS),
})
