import { createHash } from 'node:crypto'

/** A body's SHA-256 in the header of RFC 9530, and in that of RFC 3230 for older tools. */
export const digestsOf = (bytes: Uint8Array) => {
  const sha256 = createHash('sha256').update(bytes).digest('base64')
  return { 'Repr-Digest': `sha-256=:${sha256}:`, Digest: `SHA-256=${sha256}` }
}
