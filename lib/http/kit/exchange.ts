import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'
import { type Caller, ROLES } from '../../teams/caller.ts'
import type { TeamRate } from '../../teams/tiers.ts'
import { servedMethod } from './find-route.ts'

/** A request for a route's action. */
export interface HttpRequest {
  readonly requestId: string
  /** The route in API Gateway's spelling, for example `GET /v1/jobs/{jobId}`. */
  readonly route: string
  readonly path: string
  /** The part of the caller's address before `/v1`: a stage's name, or empty. */
  readonly basePath: string
  readonly params: Readonly<Record<string, string>>
  readonly query: ReadonlyMap<string, readonly string[]>
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** The caller that the authoriser named. */
  readonly caller: Caller | undefined
  /** The request limit of the caller's team, if the authoriser named one. */
  readonly limit: TeamRate | undefined
  /** The IAM identity that signed the request, as verified by API Gateway. */
  readonly userArn: string | undefined
  /** The access key of those credentials. */
  readonly accessKeyId: string | undefined
  /** The network address of the client, as the gateway saw it, not from a header. */
  readonly address: string | undefined
  /** The client's name for itself, shortened for history. */
  readonly userAgent: string | undefined
}

/** Facts of a request for the log that only its action knows. */
export interface Seen {
  readonly team?: string | undefined
  readonly principal?: string | undefined
  readonly accessKeyId?: string | undefined
  readonly action?: string | undefined
  readonly code?: string | undefined
}

/** The answer of an action. An object becomes JSON, bytes stay bytes. */
export interface HttpAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: object | Uint8Array
  readonly contentType?: string
  readonly seen?: Seen
}

const defined = <T>(record: { readonly [name: string]: T | undefined } | null): [string, T][] =>
  Object.entries(record ?? {}).filter((entry): entry is [string, T] => entry[1] !== undefined)

/** The caller in our authoriser's context. An unknown role gives no caller. */
const callerOf = (authorizer: APIGatewayProxyEvent['requestContext']['authorizer']): Caller | undefined => {
  const { team, principal, role: named, operates }: { readonly [name: string]: unknown } = authorizer ?? {}
  const role = ROLES.find(known => known === named)
  if (typeof team !== 'string' || typeof principal !== 'string' || role === undefined) return undefined
  return { team, principal, role, ...(operates === true && { operates }) }
}

/** The limits in our authoriser's context, where numbers are texts. */
const limitOf = (authorizer: APIGatewayProxyEvent['requestContext']['authorizer']): TeamRate | undefined => {
  const [rate = 0, burst = 0] = [authorizer?.rate, authorizer?.burst].map(Number)
  return rate > 0 && burst > 0 ? { rate, burst } : undefined
}

const LONGEST_USER_AGENT = 256

/** The request in a REST proxy event of API Gateway. */
export const requestOf = (event: APIGatewayProxyEvent): HttpRequest => {
  const { requestContext } = event
  return {
    requestId: requestContext.requestId,
    route: `${servedMethod(event.httpMethod)} ${event.resource}`,
    path: requestContext.path,
    basePath: requestContext.path.slice(0, Math.max(0, requestContext.path.indexOf('/v1/'))),
    params: Object.fromEntries(defined(event.pathParameters)),
    query: new Map(defined(event.multiValueQueryStringParameters)),
    headers: Object.fromEntries(defined(event.headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    caller: callerOf(requestContext.authorizer),
    limit: limitOf(requestContext.authorizer),
    userArn: requestContext.identity?.userArn ?? undefined,
    accessKeyId: requestContext.identity?.accessKey ?? undefined,
    address: requestContext.identity?.sourceIp,
    userAgent: requestContext.identity?.userAgent?.slice(0, LONGEST_USER_AGENT),
  }
}

/** The proxy result of an answer for API Gateway. The bytes are base64, which the gateway decodes. */
export const resultOf = (answer: HttpAnswer, requestId: string): APIGatewayProxyResult => {
  const bytes = answer.body instanceof Uint8Array
  const isEmpty = answer.body instanceof Uint8Array && answer.body.length === 0
  return {
    statusCode: answer.status,
    headers: {
      'Cache-Control': 'no-store',
      ...answer.headers,
      // RFC 9110, section 8.3: an empty body has no type.
      ...(!isEmpty && {
        'Content-Type': answer.contentType ?? (bytes ? 'application/octet-stream' : 'application/json'),
      }),
      'X-Request-Id': requestId,
    },
    body: answer.body instanceof Uint8Array ? Buffer.from(answer.body).toString('base64') : JSON.stringify(answer.body),
    isBase64Encoded: bytes,
  }
}
