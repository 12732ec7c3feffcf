import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { Params } from './form.ts'
import { formBytes, formText, type Pairs } from './form-bytes.ts'
import { createRecentValues } from './recent-values.ts'

/** The parts of a request that a version 2 signature covers. */
export interface UnsignedV2 {
  readonly method: string
  /** The value of the Host header: with the port, unless it is the scheme's default. */
  readonly host: string
  readonly path: string
  readonly params: Params
}

export const SIGNATURE_METHODS_V2 = new Map([
  ['HmacSHA256', 'sha256'],
  ['HmacSHA1', 'sha1'],
])

/** The parameters sorted by name in byte order, encoded and joined: everything that is signed besides method, host and path. */
export const canonicalParams = (params: Params) => formBytes('', sorted(pairsOf(params))).toString('latin1')

/** The parameters that are signed, as two lists, since that is faster than a map. */
const pairsOf = (params: Params): { readonly names: string[]; readonly values: string[] } => {
  const names: string[] = []
  const values: string[] = []
  for (const [name, value] of params) {
    if (name === 'Signature') continue
    names.push(name)
    values.push(value)
  }
  return { names, values }
}

/** The names of the last request and their sorted order. The next request most often has the same names. */
let last = { given: [] as readonly string[], names: [] as readonly string[], order: [] as readonly number[] }

const sorted = ({ names, values }: Pairs): Pairs => {
  if (!areSame(names, last.given)) last = inOrder(names)
  return { names: last.names, values: last.order.map(index => values[index] ?? '') }
}

const areSame = (some: readonly string[], others: readonly string[]): boolean => {
  if (some.length !== others.length) return false
  for (let index = 0; index < some.length; index++) if (some[index] !== others[index]) return false
  return true
}

const inOrder = (given: readonly string[]): typeof last => {
  const name = (index: number) => given[index] ?? ''
  // For ASCII, JavaScript's own comparison gives the same order as the bytes, and is much faster.
  const compare = ASCII.test(given.join(''))
    ? (a: number, b: number) => (name(a) < name(b) ? -1 : 1)
    : (a: number, b: number) => Buffer.compare(Buffer.from(name(a)), Buffer.from(name(b)))
  const order = [...given.keys()].sort(compare)
  return { given, names: order.map(name), order }
}

const ASCII = /^[\0-\x7f]*$/

export const stringToSign = (request: UnsignedV2) => bytesToSign(request).toString()

const bytesToSign = (request: UnsignedV2) => formBytes(targetOf(request), sorted(pairsOf(request.params)))

const targetOf = ({ method, host, path }: UnsignedV2) =>
  `${method.toUpperCase()}\n${host.toLowerCase()}\n${path || '/'}\n`

/** The base64 HMAC of the string to sign, with the request's own `SignatureMethod`. */
export const signature = (request: UnsignedV2, secretAccessKey: string) =>
  prove(request.params.get('SignatureMethod'), bytesToSign(request), secretAccessKey)

/**
 * The signature of a client that wrongly treats each character as one byte. It proves nothing, since two texts can have the same.
 * `undefined`: it is the same as the correct signature, or the text has characters outside ISO-8859-1.
 */
export const latin1Signature = (request: UnsignedV2, secretAccessKey: string): string | undefined => {
  const text = [...request.params].flat().join('')
  if (!/[\x80-\xff]/.test(text) || /[^\0-\xff]/.test(text)) return undefined
  const { names, values } = sorted(pairsOf(request.params))
  const canonical = names.map((name, index) => `${latin1(name)}=${latin1(values[index] ?? '')}`)
  return prove(request.params.get('SignatureMethod'), targetOf(request) + canonical.join('&'), secretAccessKey)
}

const latin1 = (text: string) =>
  text.replace(/[^\w.~-]/g, character => `%${Buffer.from(character, 'latin1').toString('hex').toUpperCase()}`)

const prove = (method = '', signed: string | Buffer, secretAccessKey: string) => {
  const hash = SIGNATURE_METHODS_V2.get(method)
  if (hash === undefined) throw new TypeError('SignatureMethod must be HmacSHA256 or HmacSHA1')
  return createHmac(hash, keyOf(secretAccessKey)).update(signed).digest('base64')
}

const KEYS = createRecentValues<string, KeyObject>()

/** A key object, since Node takes longer to sign with a text as the key. */
const keyOf = (secretAccessKey: string): KeyObject =>
  KEYS.get(secretAccessKey) ?? KEYS.put(secretAccessKey, createSecretKey(secretAccessKey, 'utf8'))

export interface SigningV2 {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  /** When the signature expires, or when it was made (it then expires after 15 minutes). */
  readonly time: { readonly expires: Date } | { readonly timestamp: Date }
  /** Default: `HmacSHA256` */
  readonly method?: 'HmacSHA256' | 'HmacSHA1'
}

/** The request's parameters with those of version 2, `Signature` included (Developer Guide, "Request authentication"). */
export const sign = (request: UnsignedV2, signing: SigningV2): Params => {
  const { names, values } = toBeSigned(request, signing)
  const params = new Map(names.map((name, index) => [name, values[index] ?? '']))
  return params.set('Signature', signature({ ...request, params }, signing.secretAccessKey))
}

/** The same as the form to send: the signed text, and its signature. Nothing is encoded twice. */
export const signForm = (request: UnsignedV2, signing: SigningV2): string => {
  const target = targetOf(request)
  const bytes = formBytes(target, sorted(toBeSigned(request, signing)))
  const proof = prove(methodOf(signing), bytes, signing.secretAccessKey)
  return formText(bytes, Buffer.byteLength(target), 'Signature', proof)
}

const methodOf = ({ method = 'HmacSHA256' }: SigningV2) => method

const toBeSigned = ({ params }: UnsignedV2, signing: SigningV2): Pairs => {
  const pairs = pairsOf(params)
  const set = (name: string, value: string) => {
    const there = pairs.names.indexOf(name)
    const at = there === -1 ? pairs.names.length : there
    pairs.names[at] = name
    pairs.values[at] = value
  }
  set('AWSAccessKeyId', signing.accessKeyId)
  set('SignatureVersion', '2')
  set('SignatureMethod', methodOf(signing))
  if ('expires' in signing.time) set('Expires', wholeSeconds(signing.time.expires))
  else set('Timestamp', wholeSeconds(signing.time.timestamp))
  if (signing.sessionToken !== undefined) set('SecurityToken', signing.sessionToken)
  return pairs
}

/** `2010-01-31T23:59:59Z`, as in the SDKs. All requests of one second share the text. */
const wholeSeconds = (time: Date): string => {
  const second = Math.floor(time.getTime() / 1000)
  return SECONDS.get(second) ?? SECONDS.put(second, `${time.toISOString().slice(0, -'.000Z'.length)}Z`)
}

const SECONDS = createRecentValues<number, string>()
