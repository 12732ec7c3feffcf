import { RequestError } from './request-error.ts'

/**
 * A part of an address as it is meant.
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
