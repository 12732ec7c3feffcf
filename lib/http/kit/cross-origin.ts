import type { MiddlewareObj } from '@middy/core'
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'

/** What pages may read of an answer besides its body (Fetch standard, "CORS-safelisted response-header name"). */
const EXPOSED = 'ETag, Idempotency-Replayed, Link, Location, Retry-After, X-Request-Id'

/** What pages may send besides what any page may. */
export const PAGES_MAY_SEND = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'X-Amz-Date',
  'X-Amz-Security-Token',
]

/** Lets pages of listed origins read the answers, refusals too. A browser keeps all others from them, so nothing is said. */
export const allowOrigins = (
  origins: readonly string[],
): MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> => {
  const mark = ({
    event,
    response,
  }: {
    event: APIGatewayProxyEvent
    response?: APIGatewayProxyResult | null | undefined
  }) => {
    if (origins.length === 0 || !response) return
    const [, origin = ''] = Object.entries(event.headers).find(([name]) => name.toLowerCase() === 'origin') ?? []
    const allowed = origins.includes(origin)
    response.headers = {
      ...response.headers,
      // What is kept for one origin shall not be given to another.
      Vary: 'Origin',
      ...(allowed && { 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': EXPOSED }),
    }
  }
  return { after: mark, onError: mark }
}
