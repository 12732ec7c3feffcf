import type { HttpRequest } from './exchange.ts'
import { RequestError } from './request-error.ts'

export const JSON_TYPE = 'application/json'

const TEXT_CHARSETS = ['utf-8', 'utf8', 'us-ascii', 'utf-16', 'utf-16le', 'utf-16be']
/** The charsets of JSON (RFC 8259, section 8.1); ASCII is a part of UTF-8. */
const JSON_CHARSETS = ['utf-8', 'utf8', 'us-ascii']

/**
 * The media type of a body, checked against those that its route reads.
 *
 * @param what the name of the content, for the error
 * @throws RequestError MEDIA_TYPE_UNSUPPORTED, with the media types in `Accept-Post`
 */
export const mediaTypeAmong = ({ headers }: HttpRequest, types: readonly string[], what: string): string => {
  const unsupported = (detail: string) =>
    new RequestError('MEDIA_TYPE_UNSUPPORTED', detail, { headers: { 'Accept-Post': types.join(', ') } })
  const { 'content-type': sent } = headers
  const [type = '', ...parameters] = (sent ?? '')
    .toLowerCase()
    .split(';')
    .map(part => part.trim())
  if (!types.includes(type)) {
    const named = types.length > 1 ? `${types.slice(0, -1).join(', ')} or ${types.at(-1)}` : types[0]
    const given = sent === undefined ? 'none was given' : `${JSON.stringify(sent.slice(0, 100))} was given`
    throw unsupported(`Send ${what} with Content-Type ${named}; ${given}.`)
  }
  const charset = parameters.find(parameter => parameter.startsWith('charset='))?.slice('charset='.length)
  const charsets = type === JSON_TYPE ? JSON_CHARSETS : TEXT_CHARSETS
  if (charset === undefined || charsets.includes(charset.replace(/"/g, ''))) return type
  const readable = type === JSON_TYPE ? 'UTF-8' : 'UTF-8 or UTF-16'
  throw unsupported(`Text in charset ${JSON.stringify(charset.slice(0, 40))} is not read. Send ${readable}.`)
}
