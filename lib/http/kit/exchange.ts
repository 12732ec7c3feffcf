import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'
import { type Caller, ROLES } from '../../teams/caller.ts'
import type { TeamRate } from '../../teams/tiers.ts'
import { servedMethod } from './find-route.ts'

/** A request as a route's action sees it. */
export interface HttpRequest {
  readonly requestId: string
  /** As API Gateway spells the route, for example `GET /v1/jobs/{jobId}`. */
  readonly route: string
  readonly path: string
  /** What stands before `/v1` in the caller's address: a stage's name, or nothing. */
  readonly basePath: string
  readonly params: Readonly<Record<string, string>>
  readonly query: ReadonlyMap<string, readonly string[]>
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** Whom the authoriser named. */
  readonly caller: Caller | undefined
  /** How often its team may ask, where the authoriser knows that. */
  readonly limit: TeamRate | undefined
  /** Who signed the request with IAM credentials, as API Gateway verified it. */
  readonly userArn: string | undefined
  /** The access key of those credentials. */
  readonly accessKeyId: string | undefined
  /** The network address that the request came from, as the gateway saw it and not as a header claims. */
  readonly address: string | undefined
  /** As the client names itself, cut to what history takes. */
  readonly userAgent: string | undefined
}

/** What the log has of a request, where its action alone knows that. */
export interface Seen {
  readonly team?: string | undefined
  readonly principal?: string | undefined
  readonly accessKeyId?: string | undefined
  readonly action?: string | undefined
  readonly code?: string | undefined
}

/** What an action answers: an object becomes JSON, bytes stay bytes. */
export interface HttpAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: object | Uint8Array
  readonly contentType?: string
  readonly seen?: Seen
}

const defined = <T>(record: { readonly [name: string]: T | undefined } | null): [string, T][] =>
  Object.entries(record ?? {}).filter((entry): entry is [string, T] => entry[1] !== undefined)

/** The context that our authoriser answers. An unknown role gives no caller. */
const callerOf = (authorizer: APIGatewayProxyEvent['requestContext']['authorizer']): Caller | undefined => {
  const { team, principal, role: named, operates }: { readonly [name: string]: unknown } = authorizer ?? {}
  const role = ROLES.find(known => known === named)
  if (typeof team !== 'string' || typeof principal !== 'string' || role === undefined) return undefined
  return { team, principal, role, ...(operates === true && { operates }) }
}

/** Numbers of an authoriser's context come as texts. */
const limitOf = (authorizer: APIGatewayProxyEvent['requestContext']['authorizer']): TeamRate | undefined => {
  const [rate = 0, burst = 0] = [authorizer?.rate, authorizer?.burst].map(Number)
  return rate > 0 && burst > 0 ? { rate, burst } : undefined
}

const LONGEST_USER_AGENT = 256

/** An API Gateway REST proxy event as a request. */
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

/** An answer as API Gateway takes it. Bytes travel as base64; the gateway gives them back as they were. */
export const resultOf = (answer: HttpAnswer, requestId: string): APIGatewayProxyResult => {
  const bytes = answer.body instanceof Uint8Array
  const isEmpty = answer.body instanceof Uint8Array && answer.body.length === 0
  return {
    statusCode: answer.status,
    headers: {
      'Cache-Control': 'no-store',
      ...answer.headers,
      // RFC 9110, section 8.3: where there is nothing, it has no type.
      ...(!isEmpty && {
        'Content-Type': answer.contentType ?? (bytes ? 'application/octet-stream' : 'application/json'),
      }),
      'X-Request-Id': requestId,
    },
    body: answer.body instanceof Uint8Array ? Buffer.from(answer.body).toString('base64') : JSON.stringify(answer.body),
    isBase64Encoded: bytes,
  }
}
