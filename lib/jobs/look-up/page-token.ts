import { createCipheriv, createDecipheriv } from 'node:crypto'

/*
 * AES-256-GCM: nobody reads or changes a token, and it fits only the list that it was made for. What it is bound to
 * (route, filters, who asks) is authenticated, not carried. It gives no right to anything: which part of the table is
 * read always comes from the request.
 */
const ALGORITHM = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/** Makes a page token. `iv`: 12 bytes, drawn anew for each. */
export const sealPageToken = (key: Uint8Array, iv: Uint8Array, boundTo: string, place: string): string => {
  const cipher = createCipheriv(ALGORITHM, key, iv)
  cipher.setAAD(Buffer.from(boundTo))
  return Buffer.concat([iv, cipher.update(place, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

/** The place that a token names; `undefined`: it is none of ours, was changed, or belongs to another list. */
export const openPageToken = (key: Uint8Array, boundTo: string, token: string): string | undefined => {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length <= IV_BYTES + TAG_BYTES || bytes.toString('base64url') !== token) return undefined
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(boundTo))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    return undefined // the tag does not fit
  }
}
