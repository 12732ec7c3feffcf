import httpCors from '@middy/http-cors'

/** What pages may read of an answer besides its body (Fetch standard, "CORS-safelisted response-header name"). */
const EXPOSED = 'ETag, Idempotency-Replayed, Link, Location, Retry-After, X-Request-Id'

/** What pages may send besides what any page may. */
export const PAGES_MAY_SEND = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'Waybill-Description',
  'Waybill-Tags',
  'X-Amz-Date',
  'X-Amz-Security-Token',
]

/** Lets pages of listed origins read the answers, also those of errors. A browser keeps all other pages from them. */
export const allowOrigins = (origins: readonly string[]) =>
  httpCors({
    // Exactly the listed ones: with a list of its own, the middleware takes patterns too.
    getOrigin: origin => (origins.includes(origin) ? origin : undefined),
    exposeHeaders: EXPOSED,
    // An answer that is stored for one origin must not reach another, whether that is listed or not.
    vary: 'Origin',
  })
