import { type Authentication, type ReceivedRequest, signedPaths, windowAround } from './authentication.ts'
import { type Fault, fault } from './faults.ts'
import { ALGORITHM_V4, SERVICE_V4, signature } from './sign-v4.ts'

/** SDKs sign as `IngestionService`; a client that takes the endpoint's name for the service's is let in as well. */
const SERVICES: ReadonlySet<string> = new Set([SERVICE_V4, 'importexport'])

const DATE_TIME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/

/** Reads a version 4 `Authorization` header (AWS, "Signature Version 4 signing process"). */
export const readV4 = (request: ReceivedRequest, authorization: string): Authentication | Fault => {
  const [algorithm, ...rest] = authorization.split(' ')
  if (algorithm !== ALGORITHM_V4) return incomplete(`must start with ${ALGORITHM_V4}`)
  const { Credential, SignedHeaders, Signature } = readFields(rest.join(' '))
  if (!Credential || !SignedHeaders || !Signature)
    return incomplete('must have Credential, SignedHeaders and Signature')

  const [accessKeyId, date, region, service, terminator, ...more] = Credential.split('/')
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request' || more.length > 0) {
    return incomplete('must have a Credential of the form KEY/DATE/REGION/SERVICE/aws4_request')
  }
  if (!SERVICES.has(service)) {
    return fault('SignatureDoesNotMatch', `Credential should be scoped to correct service: ${SERVICE_V4}.`)
  }
  const dateTime = request.headers['x-amz-date'] ?? ''
  const time = parseDateTime(dateTime)
  if (time === undefined) return incomplete('needs a header X-Amz-Date of the form 20100131T235959Z beside it')
  if (!dateTime.startsWith(`${date}T`)) {
    return fault('SignatureDoesNotMatch', 'Date in Credential scope does not match the date of X-Amz-Date.')
  }
  const signedHeaders = SignedHeaders.split(';')
  if (!signedHeaders.includes('host')) return incomplete('must sign the header host')

  return {
    accessKeyId,
    sessionToken: request.headers['x-amz-security-token'],
    given: Signature,
    ...windowAround(time),
    expected: secretAccessKey =>
      signedPaths(request.path).map(path => ({
        params: request.params,
        signature: signature({ ...request, path }, signedHeaders, { dateTime, region, service }, secretAccessKey),
      })),
  }
}

const incomplete = (what: string) => fault('IncompleteSignature', `Authorization header ${what}.`)

const readFields = (text: string): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    text.split(',').map(field => {
      const [name = '', ...value] = field.trim().split('=')
      return [name, value.join('=')]
    }),
  )

const parseDateTime = (text: string): Date | undefined => {
  if (!DATE_TIME.test(text)) return undefined
  const time = new Date(text.replace(DATE_TIME, '$1-$2-$3T$4:$5:$6Z'))
  return Number.isNaN(time.getTime()) ? undefined : time
}
