import { createHash } from 'node:crypto'

const NAME_BYTES = 12

/** A list's name in few bytes. It only prevents that a token is used for another list by mistake; it proves nothing. */
const shortName = (list: string) => createHash('sha256').update(list).digest().subarray(0, NAME_BYTES)

/**
 * Makes a page token: the list, and the place where a page ended, as base64url. A token carries no right: the request
 * always decides which part of a store is read.
 */
export const pageToken = (list: string, place: string): string =>
  Buffer.concat([shortName(list), Buffer.from(place)]).toString('base64url')

/** The place that a token names. `undefined`: it is malformed, or belongs to another list. Anybody can write a token. */
export const placeOf = (list: string, token: string): string | undefined => {
  const bytes = Buffer.from(token, 'base64url')
  const isOfList = bytes.subarray(0, NAME_BYTES).equals(shortName(list))
  if (!isOfList || bytes.toString('base64url') !== token) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(NAME_BYTES))
  } catch {
    return undefined // not UTF-8, so none of ours
  }
}
