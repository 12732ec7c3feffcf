import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'
import { type Params, rfc3986 } from './form.ts'
import { createRecentValues } from './recent-values.ts'

/** The parts of a request that a version 4 signature covers. Header names are in lower case. */
export interface UnsignedV4 {
  readonly method: string
  /** The percent-encoded path, as in the request line. */
  readonly path: string
  readonly query: Params
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array | string
}

/** Where and when a version 4 signature is valid: the credential scope and the time of day. */
export interface ScopeV4 {
  /** `20150830T123600Z` */
  readonly dateTime: string
  readonly region: string
  readonly service: string
}

export const ALGORITHM_V4 = 'AWS4-HMAC-SHA256'

/** The name that SDKs sign Import/Export requests with (their models' signing name; it is not `importexport`). */
export const SERVICE_V4 = 'IngestionService'
const REGION_V4 = 'us-east-1'

/** `20150830T123600Z`, the form of `X-Amz-Date`. All requests of one second share the text. */
export const dateTimeV4 = (time: Date): string => {
  const second = Math.floor(time.getTime() / 1000)
  return SECONDS.get(second) ?? SECONDS.put(second, time.toISOString().replace(/[-:]|\.\d+/g, ''))
}

const SECONDS = createRecentValues<number, string>()

/** Step 1: the canonical form of the request. */
export const canonicalRequest = (request: UnsignedV4, signedHeaders: readonly string[]) =>
  [
    request.method.toUpperCase(),
    request.path || '/',
    canonicalQuery(request.query),
    ...signedHeaders.map(name => `${name}:${canonicalHeader(request.headers[name])}`),
    '',
    signedHeaders.join(';'),
    sha256Hex(request.body),
  ].join('\n')

const credentialScope = ({ dateTime, region, service }: ScopeV4) =>
  `${dateTime.slice(0, 8)}/${region}/${service}/aws4_request`

/** Step 2: the string to sign. */
export const stringToSign = (canonical: string, scope: ScopeV4) =>
  [ALGORITHM_V4, scope.dateTime, credentialScope(scope), sha256Hex(canonical)].join('\n')

/** Step 3: the key for one day, region and service. */
export const signingKey = (secretAccessKey: string, { dateTime, region, service }: ScopeV4): KeyObject =>
  [dateTime.slice(0, 8), region, service, 'aws4_request'].reduce(
    // Key objects, since Node takes longer to sign with bytes as the key.
    (key, part) => createSecretKey(createHmac('sha256', key).update(part).digest()),
    createSecretKey(`AWS4${secretAccessKey}`, 'utf8'),
  )

/** Making a key takes four of a signature's five HMACs, and the key is the same all day. The AWS SDKs cache it too. */
const keyOfDay = (secretAccessKey: string, scope: ScopeV4): KeyObject => {
  const name = `${credentialScope(scope)}\n${secretAccessKey}`
  return KEYS.get(name) ?? KEYS.put(name, signingKey(secretAccessKey, scope))
}

const KEYS = createRecentValues<string, KeyObject>()

/** Steps 1 to 3 together, in hex. */
export const signature = (
  request: UnsignedV4,
  signedHeaders: readonly string[],
  scope: ScopeV4,
  secretAccessKey: string,
) =>
  createHmac('sha256', keyOfDay(secretAccessKey, scope))
    .update(stringToSign(canonicalRequest(request, signedHeaders), scope))
    .digest('hex')

export interface SigningV4 {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly time: Date
  /** Default: the region of Import/Export */
  readonly region?: string
  /** Default: Import/Export */
  readonly service?: string
}

/** Step 4: the request's headers with `x-amz-date`, `x-amz-security-token` and `authorization`. All of them are signed. */
export const sign = (request: UnsignedV4, signing: SigningV4): Record<string, string> => {
  const { time, region = REGION_V4, service = SERVICE_V4 } = signing
  const scope = { dateTime: dateTimeV4(time), region, service }
  const headers: Record<string, string> = { 'x-amz-date': scope.dateTime }
  for (const [name, value] of Object.entries(request.headers)) if (value !== undefined) headers[name] = value
  if (signing.sessionToken !== undefined) headers['x-amz-security-token'] = signing.sessionToken

  const signedHeaders = Object.keys(headers).sort()
  const proof = signature({ ...request, headers }, signedHeaders, scope, signing.secretAccessKey)
  const credential = `${signing.accessKeyId}/${credentialScope(scope)}`
  return {
    ...headers,
    authorization: `${ALGORITHM_V4} Credential=${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${proof}`,
  }
}

const canonicalQuery = (query: Params) =>
  [...query]
    .map(([name, value]): readonly [string, string] => [rfc3986(name), rfc3986(value)])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(pair => pair.join('='))
    .join('&')

const canonicalHeader = (value = '') => {
  const trimmed = value.trim()
  return trimmed.includes('  ') ? trimmed.replace(/ +/g, ' ') : trimmed
}

const sha256Hex = (data: Uint8Array | string) => hash('sha256', data, 'hex')
