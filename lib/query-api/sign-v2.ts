import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { Params } from './form.ts'
import { appendParameter, formBytes } from './form-bytes.ts'
import { createKept } from './kept.ts'

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
export const canonicalParams = (params: Params) => formBytes('', signedNames(params), params).toString('latin1')

const signedNames = (params: Params): readonly string[] => {
  const names: string[] = []
  for (const name of params.keys()) if (name !== 'Signature') names.push(name)
  // JavaScript compares UTF-16, which is the order of the bytes as long as all of it is ASCII, and much faster.
  return ASCII.test(names.join(''))
    ? names.sort()
    : names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

const ASCII = /^[\0-\x7f]*$/

export const stringToSign = (request: UnsignedV2) => bytesToSign(request).toString()

const bytesToSign = (request: UnsignedV2) => formBytes(targetOf(request), signedNames(request.params), request.params)

const targetOf = ({ method, host, path }: UnsignedV2) =>
  `${method.toUpperCase()}\n${host.toLowerCase()}\n${path || '/'}\n`

/** Base64 HMAC of the string to sign, by the request's own `SignatureMethod`. */
export const signature = (request: UnsignedV2, secretAccessKey: string) =>
  prove(request.params, bytesToSign(request), secretAccessKey)

/**
 * What a client signs by mistake that takes each character for one byte. It proves nothing: two texts have the same one.
 * `undefined`: it is the right signature, or the text has characters that ISO-8859-1 lacks.
 */
export const latin1Signature = (request: UnsignedV2, secretAccessKey: string): string | undefined => {
  const text = [...request.params].flat().join('')
  if (!/[\x80-\xff]/.test(text) || /[^\0-\xff]/.test(text)) return undefined
  const canonical = signedNames(request.params).map(name => `${latin1(name)}=${latin1(request.params.get(name) ?? '')}`)
  return prove(request.params, targetOf(request) + canonical.join('&'), secretAccessKey)
}

const latin1 = (text: string) =>
  text.replace(/[^\w.~-]/g, character => `%${Buffer.from(character, 'latin1').toString('hex').toUpperCase()}`)

const prove = (params: Params, signed: string | Buffer, secretAccessKey: string) => {
  const hash = SIGNATURE_METHODS_V2.get(params.get('SignatureMethod') ?? '')
  if (hash === undefined) throw new TypeError('SignatureMethod must be HmacSHA256 or HmacSHA1')
  return createHmac(hash, keyOf(secretAccessKey)).update(signed).digest('base64')
}

const KEYS = createKept<string, KeyObject>()

/** Node takes longer over a text as a key. */
const keyOf = (secretAccessKey: string): KeyObject =>
  KEYS.get(secretAccessKey) ?? KEYS.put(secretAccessKey, createSecretKey(secretAccessKey, 'utf8'))

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
  const params = toBeSigned(request, signing)
  const target = targetOf(request)
  const bytes = formBytes(target, signedNames(params), params)
  const proof = prove(params, bytes, signing.secretAccessKey)
  return appendParameter(bytes, 'Signature', proof).toString('latin1', Buffer.byteLength(target))
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

/** `2010-01-31T23:59:59Z`, as the SDKs write it; the same for every request of a second. */
const wholeSeconds = (time: Date): string => {
  const second = Math.floor(time.getTime() / 1000)
  return SECONDS.get(second) ?? SECONDS.put(second, `${time.toISOString().slice(0, -'.000Z'.length)}Z`)
}

const SECONDS = createKept<number, string>()
