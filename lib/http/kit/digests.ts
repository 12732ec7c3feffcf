import { createHash } from 'node:crypto'

/** A body's SHA-256: as RFC 9530 has it, and in the header of RFC 3230 that older tools check. */
export const digestsOf = (bytes: Uint8Array) => {
  const sha256 = createHash('sha256').update(bytes).digest('base64')
  return { 'Repr-Digest': `sha-256=:${sha256}:`, Digest: `SHA-256=${sha256}` }
}
