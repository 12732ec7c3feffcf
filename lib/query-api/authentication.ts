import { decodeFormBytes, type Params, type Query, readQuery, unite } from './form.ts'

/** How far the clocks of client and service may differ, for a signature with its time. */
export const ALLOWED_SKEW_MS = 15 * 60_000

/** A request as it came over the wire. Header names are lower case. */
export interface RawRequest {
  readonly method: string
  readonly path: string
  /** As in the URL, without the `?`. */
  readonly query: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
}

/** A request whose parameters have been read. */
export interface ReceivedRequest extends Omit<RawRequest, 'query'> {
  readonly query: Params
  readonly form: Params
  /** Those of the URL and of the body. */
  readonly params: Params
  /** Why the parameters cannot be trusted to be complete; none if URL and body are forms that do not contradict each other. */
  readonly problems: readonly string[]
}

/** Who says that they signed a request, and what a right signature would be. */
export interface Authentication extends Window {
  readonly accessKeyId: string
  readonly sessionToken: string | undefined
  /** The signature that the request carries. */
  readonly given: string
  /** Each signature that would be right, with the parameters that it vouches for; made one by one, the likeliest first. */
  readonly expected: (secretAccessKey: string) => Iterable<Vouched>
  /** Signatures that known clients make by mistake. They prove nothing, but the fault can name the mistake. Default: none */
  readonly mistaken?: (secretAccessKey: string) => readonly Mistaken[]
}

export interface Mistaken {
  readonly signature: string
  /** A sentence that says what the client did and what to do instead. */
  readonly hint: string
}

export interface Vouched {
  readonly signature: string
  readonly params: Params
}

/** When a signature is good. */
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
 * The path as the client may have signed it. An endpoint below another's path (`/prod/`) is the same with and without its
 * last slash, and a gateway in between may have added or dropped that.
 */
export const signedPaths = (path: string): readonly string[] => {
  if (path === '' || path === '/') return [path]
  return [path, path.endsWith('/') ? path.slice(0, -1) : `${path}/`]
}

/**
 * The host as the client may have signed it: as it was received; without the port, which several clients leave out; or with
 * a scheme's own port, which the HTTP library below the signer leaves out (`docs/query-api.md`).
 */
export const signedHosts = (host = ''): readonly string[] => {
  const [, name = '', port] = /^(.+?)(?::(\d{1,5}))?$/.exec(host) ?? []
  if (name === '') return [host]
  return port === undefined ? [host, `${host}:443`, `${host}:80`] : [host, name]
}

/** The window of a signature with its time. */
export const windowAround = (time: Date): Window => ({
  notBefore: new Date(time.getTime() - ALLOWED_SKEW_MS),
  acceptableUntil: new Date(time.getTime() + ALLOWED_SKEW_MS),
})
