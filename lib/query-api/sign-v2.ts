import { createHmac } from 'node:crypto'
import { type Params, rfc3986 } from './form.ts'
import { formBytes, type NamedValue } from './form-bytes.ts'

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
export const canonicalParams = (params: Params) => formBytes('', signedParameters(params)).toString('latin1')

const signedParameters = (params: Params): readonly NamedValue[] => {
  const signed = [...params].filter(([name]) => name !== 'Signature')
  // JavaScript compares UTF-16, which is the order of the bytes as long as all of it is ASCII, and much faster.
  return signed.every(([name]) => ASCII.test(name))
    ? signed.sort(([a], [b]) => (a < b ? -1 : 1))
    : signed.sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

const ASCII = /^[\0-\x7f]*$/

export const stringToSign = (request: UnsignedV2) => bytesToSign(request).toString()

const bytesToSign = (request: UnsignedV2) => formBytes(targetOf(request), signedParameters(request.params))

const targetOf = ({ method, host, path }: UnsignedV2) =>
  `${method.toUpperCase()}\n${host.toLowerCase()}\n${path || '/'}\n`

/** Base64 HMAC of the string to sign, by the request's own `SignatureMethod`. */
export const signature = (request: UnsignedV2, secretAccessKey: string) =>
  prove(request, bytesToSign(request), secretAccessKey)

/**
 * What a client signs by mistake that takes each character for one byte. It proves nothing: two texts have the same one.
 * `undefined`: it is the right signature, or the text has characters that ISO-8859-1 lacks.
 */
export const latin1Signature = (request: UnsignedV2, secretAccessKey: string): string | undefined => {
  const text = [...request.params].flat().join('')
  if (!/[\x80-\xff]/.test(text) || /[^\0-\xff]/.test(text)) return undefined
  const canonical = signedParameters(request.params).map(([name, value]) => `${latin1(name)}=${latin1(value)}`)
  return prove(request, targetOf(request) + canonical.join('&'), secretAccessKey)
}

const latin1 = (text: string) =>
  text.replace(/[^\w.~-]/g, character => `%${Buffer.from(character, 'latin1').toString('hex').toUpperCase()}`)

const prove = ({ params }: UnsignedV2, signed: string | Buffer, secretAccessKey: string) => {
  const hash = SIGNATURE_METHODS_V2.get(params.get('SignatureMethod') ?? '')
  if (hash === undefined) throw new TypeError('SignatureMethod must be HmacSHA256 or HmacSHA1')
  return createHmac(hash, secretAccessKey).update(signed).digest('base64')
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
  const params = toBeSigned(request, signing)
  return params.set('Signature', signature({ ...request, params }, signing.secretAccessKey))
}

/** The same as the form that is sent: the very text that was signed, and its signature. Nothing is encoded twice. */
export const signForm = (request: UnsignedV2, signing: SigningV2): string => {
  const signed = { ...request, params: toBeSigned(request, signing) }
  const bytes = bytesToSign(signed)
  const proof = prove(signed, bytes, signing.secretAccessKey)
  const form = bytes.toString('latin1', Buffer.byteLength(targetOf(signed)))
  return `${form}&Signature=${rfc3986(proof)}`
}

const toBeSigned = ({ params: request }: UnsignedV2, signing: SigningV2): Map<string, string> => {
  const params = new Map(request)
  params.set('AWSAccessKeyId', signing.accessKeyId)
  params.set('SignatureVersion', '2')
  params.set('SignatureMethod', signing.method ?? 'HmacSHA256')
  if ('expires' in signing.time) params.set('Expires', wholeSeconds(signing.time.expires))
  else params.set('Timestamp', wholeSeconds(signing.time.timestamp))
  if (signing.sessionToken !== undefined) params.set('SecurityToken', signing.sessionToken)
  return params
}

/** `2010-01-31T23:59:59Z`, as the SDKs write it. */
const wholeSeconds = (time: Date) => `${time.toISOString().slice(0, -'.000Z'.length)}Z`
