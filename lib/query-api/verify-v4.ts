import {
  ALLOWED_SKEW_MS,
  type Authentication,
  type ReceivedRequest,
  signedHosts,
  signedPaths,
  type Window,
  windowAround,
} from './authentication.ts'
import { type Fault, fault, isFault } from './faults.ts'
import { ALGORITHM_V4, SERVICE_V4, signature } from './sign-v4.ts'
import { parseDateTimeV4, readDateV4 } from './time-v4.ts'

/** SDKs sign for `IngestionService`. A client that uses the endpoint's name instead is accepted too. */
const SERVICES: ReadonlySet<string> = new Set([SERVICE_V4, 'importexport'])

/** The claims of a version 4 signature, from the header or the query. */
interface Claim extends Window {
  readonly credential: string
  readonly signedHeaders: string
  readonly signature: string
  /** `20100131T235959Z` */
  readonly dateTime: string
  readonly sessionToken: string | undefined
}

/** Reads a version 4 `Authorization` header (AWS, "Signature Version 4 signing process"). */
export const readV4Header = (request: ReceivedRequest, authorization: string): Authentication | Fault => {
  const where = 'Authorization header'
  const [algorithm, ...rest] = authorization.split(' ')
  if (algorithm !== ALGORITHM_V4) return incomplete(`${where} must start with ${ALGORITHM_V4}`)
  const { Credential, SignedHeaders, Signature } = readFields(rest.join(' '))
  if (!Credential || !SignedHeaders || !Signature) {
    return incomplete(`${where} must have Credential, SignedHeaders and Signature`)
  }
  const date = readDateV4(request.headers)
  if (!date) return incomplete(`${where} needs a header X-Amz-Date of the form 20100131T235959Z or a Date beside it`)
  const claim = {
    credential: Credential,
    signedHeaders: SignedHeaders,
    signature: Signature,
    dateTime: date.dateTime,
    sessionToken: request.headers['x-amz-security-token'],
    ...windowAround(date.time),
  }
  return authenticate(request, claim, where)
}

const IN_QUERY = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-SignedHeaders',
  'X-Amz-Signature',
] as const
const MAX_EXPIRES_SECONDS = 7 * 24 * 60 * 60

/**
 * Reads the version 4 signature of a presigned request from the URL. It covers the whole query string except itself, and the
 * body.
 */
export const readV4Query = (request: ReceivedRequest): Authentication | Fault => {
  const { query } = request
  const missing = IN_QUERY.filter(name => !query.get(name))
  if (missing.length > 0) return incomplete(`The URL of a presigned request must contain ${missing.join(', ')}`)
  const part = (name: (typeof IN_QUERY)[number]) => query.get(name) ?? ''
  if (part('X-Amz-Algorithm') !== ALGORITHM_V4) return incomplete(`X-Amz-Algorithm must be ${ALGORITHM_V4}`)
  const dateTime = part('X-Amz-Date')
  const time = parseDateTimeV4(dateTime)
  if (!time) return incomplete('X-Amz-Date must be of the form 20100131T235959Z')
  const window = presignedWindow(time, query.get('X-Amz-Expires'))
  if (isFault(window)) return window

  const claim = {
    credential: part('X-Amz-Credential'),
    signedHeaders: part('X-Amz-SignedHeaders'),
    signature: part('X-Amz-Signature'),
    dateTime,
    sessionToken: query.get('X-Amz-Security-Token'),
    ...window,
  }
  return authenticate({ ...request, query: without(query), params: without(request.params) }, claim, 'X-Amz-Credential')
}

const without = (params: ReceivedRequest['params']) => {
  const signed = new Map(params)
  signed.delete('X-Amz-Signature')
  return signed
}

/** `X-Amz-Expires` counts from `X-Amz-Date`. Without it, the request is valid as long as one with a header. */
const presignedWindow = (time: Date, expires: string | undefined): Window | Fault => {
  if (expires === undefined) return windowAround(time)
  const seconds = /^\d{1,6}$/.test(expires) ? Number(expires) : Number.NaN
  if (!(seconds <= MAX_EXPIRES_SECONDS)) {
    return fault(
      'InvalidParameterException',
      `X-Amz-Expires must be a whole number of seconds from 0 to ${MAX_EXPIRES_SECONDS} (7 days).`,
    )
  }
  return {
    notBefore: new Date(time.getTime() - ALLOWED_SKEW_MS),
    acceptableUntil: new Date(time.getTime() + seconds * 1000),
  }
}

const authenticate = (request: ReceivedRequest, claim: Claim, where: string): Authentication | Fault => {
  const { dateTime } = claim
  const [accessKeyId, date, region, service, terminator, ...more] = claim.credential.split('/')
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request' || more.length > 0) {
    return incomplete(`${where} must have a Credential of the form KEY/DATE/REGION/SERVICE/aws4_request`)
  }
  if (!SERVICES.has(service)) {
    return fault('SignatureDoesNotMatch', `Credential should be scoped to correct service: ${SERVICE_V4}.`)
  }
  if (!dateTime.startsWith(`${date}T`)) {
    return fault('SignatureDoesNotMatch', 'Date in Credential scope does not match the date of the request.')
  }
  const signedHeaders = claim.signedHeaders.split(';')
  if (!signedHeaders.includes('host')) return incomplete('The signed headers must include host')

  return {
    accessKeyId,
    sessionToken: claim.sessionToken,
    given: claim.signature,
    acceptableUntil: claim.acceptableUntil,
    ...(claim.notBefore && { notBefore: claim.notBefore }),
    expected: function* (secretAccessKey) {
      for (const path of signedPaths(request.path)) {
        for (const host of signedHosts(request.headers.host)) {
          const signed = { ...request, path, headers: { ...request.headers, host } }
          const scope = { dateTime, region, service }
          yield { params: request.params, signature: signature(signed, signedHeaders, scope, secretAccessKey) }
        }
      }
    },
  }
}

const incomplete = (what: string) => fault('IncompleteSignature', `${what}.`)

const readFields = (text: string): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    text.split(',').map(field => {
      const [name = '', ...value] = field.trim().split('=')
      return [name, value.join('=')]
    }),
  )
