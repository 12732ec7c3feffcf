import { createHmac } from 'node:crypto'
import { type Params, rfc3986 } from './form.ts'

/** What a version 2 signature covers. */
export interface UnsignedV2 {
  readonly method: string
  /** As the Host header has it: with the port unless it is the scheme's own. */
  readonly host: string
  readonly path: string
  readonly params: Params
}

export const SIGNATURE_METHODS_V2 = new Map([
  ['HmacSHA256', 'sha256'],
  ['HmacSHA1', 'sha1'],
])

/** Sorted by name in byte order, encoded, joined: the only text that is signed besides method, host and path. */
export const canonicalParams = (params: Params) =>
  [...params]
    .filter(([name]) => name !== 'Signature')
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([name, value]) => `${rfc3986(name)}=${rfc3986(value)}`)
    .join('&')

export const stringToSign = ({ method, host, path, params }: UnsignedV2) =>
  [method.toUpperCase(), host.toLowerCase(), path || '/', canonicalParams(params)].join('\n')

/** Base64 HMAC of the string to sign, by the request's own `SignatureMethod`. */
export const signature = (request: UnsignedV2, secretAccessKey: string) => {
  const hash = SIGNATURE_METHODS_V2.get(request.params.get('SignatureMethod') ?? '')
  if (hash === undefined) throw new TypeError('SignatureMethod must be HmacSHA256 or HmacSHA1')
  return createHmac(hash, secretAccessKey).update(stringToSign(request)).digest('base64')
}

export interface SigningV2 {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  /** When the signature stops being good; or when it was made (15 minutes before it stops). */
  readonly time: { readonly expires: Date } | { readonly timestamp: Date }
  /** Default: `HmacSHA256` */
  readonly method?: 'HmacSHA256' | 'HmacSHA1'
}

/** The request's parameters with all that version 2 adds, `Signature` included (Developer Guide, "Request authentication"). */
export const sign = (request: UnsignedV2, signing: SigningV2): Params => {
  const params = new Map(request.params)
  params.set('AWSAccessKeyId', signing.accessKeyId)
  params.set('SignatureVersion', '2')
  params.set('SignatureMethod', signing.method ?? 'HmacSHA256')
  if ('expires' in signing.time) params.set('Expires', wholeSeconds(signing.time.expires))
  else params.set('Timestamp', wholeSeconds(signing.time.timestamp))
  if (signing.sessionToken !== undefined) params.set('SecurityToken', signing.sessionToken)
  params.set('Signature', signature({ ...request, params }, signing.secretAccessKey))
  return params
}

/** `2010-01-31T23:59:59Z`, as the SDKs write it. */
const wholeSeconds = (time: Date) => time.toISOString().replace(/\.\d+Z$/, 'Z')
