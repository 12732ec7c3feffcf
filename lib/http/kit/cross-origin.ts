import httpCors from '@middy/http-cors'

/** Headers of an answer that pages may read (Fetch standard, "CORS-safelisted response-header name"). */
const EXPOSED = 'ETag, Idempotency-Replayed, Link, Location, Retry-After, X-Request-Id'

/** Headers that pages may send. */
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

/** Lets pages of the listed origins read all answers, also errors. The browser blocks all other pages. */
export const allowOrigins = (origins: readonly string[]) =>
  httpCors({
    // Our own comparison, since the middleware's list would also accept patterns.
    getOrigin: origin => (origins.includes(origin) ? origin : undefined),
    exposeHeaders: EXPOSED,
    // A cached answer for one origin must not reach another one.
    vary: 'Origin',
  })
