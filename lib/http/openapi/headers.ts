/* The headers of answers, each described once. */

/** What one kind of answer has, and says so itself (`RouteDoc`). */
const OF_ANSWERS = {
  Location: 'The address of what was made',
  'Content-Location': 'The address of the job',
  ETag: 'The version of what is answered. Send it with If-Match or If-None-Match.',
  'Waybill-Wait':
    'With waitFor. `reached`: it is so, or past it. `not-yet`: the time is up, ask again. `never`: the job is over.',
  'Idempotency-Replayed': 'true: an earlier request made the job',
  Link: 'The address of the next page, with rel="next" (RFC 8288)',
  'Content-Disposition': 'The name of the file',
  'Content-Encoding': 'gzip, where the request accepts it',
  'Repr-Digest': 'SHA-256 of the file (RFC 9530)',
  Digest: 'The same in the older form of RFC 3230',
} as const

/** What answers have by their route or their status. */
const OF_KINDS = {
  'X-Request-Id': 'The ID of the request. Quote it when you ask for help.',
  'Cache-Control': 'Whether the answer may be stored (RFC 9111)',
  Vary: 'The request headers that the answer depends on',
  'x-amzn-RequestId': 'The same as X-Request-Id, as AWS names it',
  'Retry-After': 'After how many seconds the same request may do better',
  'WWW-Authenticate': 'How callers show who they are',
  Allow: 'The methods that the path takes',
  'Accept-Post': 'The media types that are read',
  'Accept-Encoding': 'The content encodings that are read',
  'Content-Security-Policy': 'What the page may load and do',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'Which features of the browser the page may use',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'For how long browsers use HTTPS only',
  'X-Content-Type-Options': 'nosniff',
} as const

export type AnswerHeader = keyof typeof OF_ANSWERS
type HeaderName = AnswerHeader | keyof typeof OF_KINDS

/** All of them, as the document's components. */
export const headerComponents = () =>
  Object.fromEntries(
    Object.entries({ ...OF_ANSWERS, ...OF_KINDS }).map(([name, description]) => [
      name,
      // An answer without it could not be asked about.
      { description, ...(name === 'X-Request-Id' && { required: true }), schema: { type: 'string' } },
    ]),
  )

const headers = (...names: readonly HeaderName[]) =>
  Object.fromEntries(names.map(name => [name, { $ref: `#/components/headers/${name}` }]))

/** What any answer may have. */
const ANY = ['X-Request-Id', 'Cache-Control', 'Vary'] as const

/** What a problem of a status may have besides. */
const OF_PROBLEMS: Readonly<Record<number, readonly HeaderName[]>> = {
  401: ['WWW-Authenticate'],
  405: ['Allow'],
  408: ['Retry-After'],
  409: ['Retry-After'],
  415: ['Accept-Post', 'Accept-Encoding'],
  429: ['Retry-After'],
  502: ['Retry-After'],
  503: ['Retry-After'],
  504: ['Retry-After'],
  507: ['Retry-After'],
}

export const problemHeaders = (status: number) => headers(...ANY, ...(OF_PROBLEMS[status] ?? []))

/** What a fault of the Query API may have. */
export const faultHeaders = () => headers(...ANY, 'x-amzn-RequestId', 'Allow', 'Retry-After')

const OF_PAGES = [
  'Content-Security-Policy',
  'Cross-Origin-Opener-Policy',
  'Cross-Origin-Resource-Policy',
  'Permissions-Policy',
  'Referrer-Policy',
  'Strict-Transport-Security',
  'X-Content-Type-Options',
] as const

export const answerHeaders = (
  of: { readonly isQueryApi: boolean; readonly isPage: boolean },
  own: readonly AnswerHeader[],
) => headers(...ANY, ...(of.isQueryApi ? (['x-amzn-RequestId'] as const) : []), ...(of.isPage ? OF_PAGES : []), ...own)
