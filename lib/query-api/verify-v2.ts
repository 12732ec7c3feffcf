import {
  type Authentication,
  type ReceivedRequest,
  signedHosts,
  signedPaths,
  type Window,
  windowAround,
} from './authentication.ts'
import { beginsWithDay } from './calendar.ts'
import { type Fault, fault, isFault } from './faults.ts'
import type { Params } from './form.ts'
import { latin1Signature, SIGNATURE_METHODS_V2, signature, type UnsignedV2 } from './sign-v2.ts'

const REQUIRED = ['AWSAccessKeyId', 'SignatureVersion', 'SignatureMethod', 'Signature'] as const

/** Reads the parameters of a version 2 signature (Developer Guide, "Request authentication"). */
export const readV2 = (request: ReceivedRequest): Authentication | Fault => {
  const { params } = request
  const missing = REQUIRED.filter(name => !params.get(name))
  if (missing.length > 0) return fault('IncompleteSignature', `Request must contain ${missing.join(', ')}.`)
  if (params.get('SignatureVersion') !== '2') {
    return fault(
      'IncompleteSignature',
      'SignatureVersion must be 2; version 4 goes into the Authorization header or into the URL as X-Amz-Signature.',
    )
  }
  if (!SIGNATURE_METHODS_V2.has(params.get('SignatureMethod') ?? '')) {
    return fault('IncompleteSignature', 'SignatureMethod must be HmacSHA256 or HmacSHA1.')
  }
  const window = readWindow(params)
  if (isFault(window)) return window

  return {
    accessKeyId: params.get('AWSAccessKeyId') ?? '',
    sessionToken: params.get('SecurityToken'),
    given: params.get('Signature') ?? '',
    ...window,
    expected: function* (secretAccessKey) {
      for (const signed of signedForms(request)) {
        yield { params: signed.params, signature: signature(signed, secretAccessKey) }
      }
    },
    mistaken: secretAccessKey =>
      signedForms(request).flatMap(signed => {
        const latin1 = latin1Signature(signed, secretAccessKey)
        return latin1 === undefined ? [] : [{ signature: latin1, hint: SIGNED_AS_LATIN_1 }]
      }),
  }
}

/** Perl's VM::EC2 makes this mistake with decoded text: it signs Latin-1 (`uri_escape`) and sends UTF-8. */
const SIGNED_AS_LATIN_1 =
  'The text was signed as ISO-8859-1 but sent as UTF-8; encode all parameters as UTF-8 before the client signs them.'

/** Each form of the request that clients may have signed. */
const signedForms = (request: ReceivedRequest): readonly UnsignedV2[] =>
  signedPaths(request.path).flatMap(path =>
    signedHosts(request.headers.host).flatMap(host =>
      signedSets(request).map(params => ({ method: request.method, path, host, params })),
    ),
  )

/**
 * The sets of parameters that the signature may cover. Of the clients that post to `/?Operation=X`, some sign that parameter and
 * some do not. A parameter that is not covered is not read later. So the parameters that name the signer, the session token and
 * the time must be covered.
 */
const signedSets = ({ query, form, params }: ReceivedRequest): readonly Params[] => {
  const isTokenCovered = form.has('SecurityToken') || !params.has('SecurityToken')
  const isTimed = form.has('Timestamp') || form.has('Expires')
  const isComplete = REQUIRED.every(name => form.has(name)) && isTimed && isTokenCovered
  return query.size > 0 && isComplete ? [params, form] : [params]
}

const readWindow = (params: Params): Window | Fault => {
  const timestamp = params.get('Timestamp')
  const expires = params.get('Expires')
  if (!timestamp && !expires) return fault('IncompleteSignature', 'Request must contain Timestamp or Expires.')
  if (timestamp && expires) return fault('IncompleteSignature', 'Request must contain Timestamp or Expires, not both.')

  const time = parseTime(timestamp || expires || '')
  if (time === undefined) {
    const name = timestamp ? 'Timestamp' : 'Expires'
    return fault(
      'InvalidParameterException',
      `${name} must be a time such as 2010-01-31T23:59:59Z, with Z or an offset.`,
    )
  }
  return expires ? { acceptableUntil: time } : windowAround(time)
}

const ISO_8601 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)$/

/** Reads the forms that clients send: with or without fractions, with `Z` or a numeric offset (aws-ie sends local time with one). */
const parseTime = (text: string): Date | undefined => {
  const [, seconds, fraction = '', zone = ''] = ISO_8601.exec(text) ?? []
  if (seconds === undefined || !beginsWithDay(seconds)) return undefined
  const time = new Date(`${seconds}${fraction.slice(0, 4)}${zone.replace(/(\d\d):?(\d\d)$/, '$1:$2')}`)
  return Number.isNaN(time.getTime()) ? undefined : time
}
