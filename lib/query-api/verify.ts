import { hash, timingSafeEqual } from 'node:crypto'
import type { Authentication, ReceivedRequest } from './authentication.ts'
import { type Fault, fault } from './faults.ts'
import type { Params } from './form.ts'
import { readV2 } from './verify-v2.ts'
import { readV4Header, readV4Query } from './verify-v4.ts'

/** The key that a request names. */
export interface KnownKey {
  readonly secretAccessKey: string
  /** The secret before the last rotation. Signatures with it are still valid. */
  readonly previousSecretAccessKey?: string | undefined
  readonly sessionToken?: string | undefined
}

export interface Verified {
  /** The parameters that the signature covers. No others may be read. */
  readonly params: Params
  /** From this time on, the same request is refused. */
  readonly acceptableUntil: Date
}

/** Stands for an unknown key, so that the check takes the same path as for an incorrect signature. */
const DECOY: KnownKey = { secretAccessKey: 'an unused secret, as long as a real one.' }

/** A request with a version 2 signature has at least one of these parameters. The next list is for version 4 in the query. */
const TRACES_OF_V2 = ['AWSAccessKeyId', 'Signature', 'SignatureVersion']
const TRACES_OF_V4 = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature']

/**
 * Reads the signature of a request: version 4 if there is an `Authorization` header or a parameter of a presigned request,
 * otherwise version 2. Nothing is verified yet.
 */
export const readAuthentication = (request: ReceivedRequest): Authentication | Fault => {
  if (request.problems.length > 0) return fault('MalformedQueryString', request.problems.join(' '))
  const { authorization } = request.headers
  if (authorization !== undefined) return readV4Header(request, authorization)
  if (TRACES_OF_V4.some(name => request.params.has(name))) return readV4Query(request)
  if (TRACES_OF_V2.some(name => request.params.has(name))) return readV2(request)
  return fault('MissingAuthenticationToken')
}

const NO_MATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.'

/**
 * Verifies a request's signature, session token and time.
 *
 * @param key the access key that the request names; `undefined` if it is unknown
 * @returns the parameters that the signature covers, or InvalidClientTokenId, SignatureDoesNotMatch or RequestExpired
 */
export const verify = (authentication: Authentication, key: KnownKey | undefined, now: Date): Verified | Fault => {
  const { secretAccessKey, previousSecretAccessKey, sessionToken = '' } = key ?? DECOY
  const given = sha256(authentication.given)
  const isGiven = ({ signature }: { readonly signature: string }) => timingSafeEqual(sha256(signature), given)
  const matching = (secret = '') => {
    // An empty secret is refused, since everyone could sign with it.
    if (secret.trim() !== '') return first(authentication.expected(secret), isGiven)
    for (const vouched of authentication.expected(DECOY.secretAccessKey)) isGiven(vouched)
    return undefined
  }
  // The first match is enough, since its maker knows it already. Without a match, all are made and compared before anything
  // is decided, so the time of the answer reveals nothing.
  const match = matching(secretAccessKey) ?? matching(previousSecretAccessKey)
  const sameToken = equal(sessionToken, authentication.sessionToken ?? '')
  const mistake = match ? undefined : first(authentication.mistaken?.(secretAccessKey) ?? [], isGiven)

  if (key === undefined || !sameToken) return fault('InvalidClientTokenId')
  if (!match) {
    return fault('SignatureDoesNotMatch', mistake ? `${NO_MATCH} ${mistake.hint}` : NO_MATCH)
  }
  const { notBefore, acceptableUntil } = authentication
  if (now >= acceptableUntil || (notBefore && now < notBefore)) {
    const from = notBefore ? `from ${notBefore.toISOString()} ` : ''
    return fault(
      'RequestExpired',
      `Request is good ${from}until ${acceptableUntil.toISOString()}; it came at ${now.toISOString()}. Check your clock.`,
    )
  }
  return { params: match.params, acceptableUntil }
}

/** Compares in constant time; hashing makes the lengths equal. */
const equal = (a: string, b: string) => timingSafeEqual(sha256(a), sha256(b))

const sha256 = (text: string) => hash('sha256', text, 'buffer')

const first = <T>(values: Iterable<T>, is: (value: T) => boolean): T | undefined => {
  for (const value of values) if (is(value)) return value
  return undefined
}
