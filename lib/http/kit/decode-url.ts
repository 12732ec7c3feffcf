import { RequestError } from './request-error.ts'

/**
 * A percent-decoded part of an address.
 *
 * @throws RequestError URL_MALFORMED
 */
export const decodeUrl = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new RequestError('URL_MALFORMED', `${JSON.stringify(text)} is not percent-encoded UTF-8.`)
  }
}
