import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { HttpRequest } from './exchange.ts'
import { RequestError } from './request-error.ts'

/** The limit of an unpacked body, above the limit of every route. */
const MOST_BYTES = 5 * 1024 * 1024

/** Loaded late: `zlib` is needed only for compressed bodies. */
const unpack = (body: Uint8Array) => promisify(gunzip)(body, { maxOutputLength: MOST_BYTES })

/**
 * A request's body without its content encoding (RFC 9110, section 8.4). Only gzip is supported.
 *
 * @throws RequestError CONTENT_ENCODING_UNSUPPORTED, BODY_TOO_LARGE, BODY_NOT_GZIP
 */
export const decodedBody = async ({ headers, body }: Pick<HttpRequest, 'headers' | 'body'>): Promise<Uint8Array> => {
  const encoding = (headers['content-encoding'] ?? '').trim().toLowerCase()
  if (body.length === 0 || encoding === '' || encoding === 'identity') return body
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    throw new RequestError(
      'CONTENT_ENCODING_UNSUPPORTED',
      `A body of Content-Encoding ${JSON.stringify(encoding.slice(0, 40))} is not read. Send it as it is, or with gzip.`,
      // RFC 9110, section 15.5.16: the answer names the encodings that are supported.
      { headers: { 'Accept-Encoding': 'gzip' } },
    )
  }
  try {
    return await unpack(body)
  } catch (error) {
    if (isTooLarge(error)) {
      throw new RequestError('BODY_TOO_LARGE', `The body has more than ${MOST_BYTES} bytes once it is unpacked.`)
    }
    throw new RequestError(
      'BODY_NOT_GZIP',
      'The body has Content-Encoding gzip and is not whole gzip. Send it again, or without that header.',
    )
  }
}

const isTooLarge = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
