import { createHash, createPublicKey, verify } from 'node:crypto'
import * as z from 'zod/mini'
import { canonicalJson } from './canonical-json.ts'
import type { Head } from './event.ts'

/**
 * The end of a day's history, to be signed. Each digest names the one before it, so that a missing one is noticed. The model is the
 * digest file of CloudTrail's log file integrity validation.
 */
export interface DayDigest {
  readonly v: 1
  /** The UTC day, `2026-11-26`. */
  readonly day: string
  /** How many events the day has. */
  readonly events: number
  /** The last event of every stream that has an event on that day, in the order of the streams' names. */
  readonly heads: readonly Head[]
  /** Hex SHA-256 of the digest before it, without its signature; absent in the first. */
  readonly previous?: string
}

export const SIGNING_ALGORITHMS = ['Ed25519', 'ECDSA_SHA_256'] as const

export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number]

export interface SignedDigest {
  readonly digest: DayDigest
  readonly algorithm: SigningAlgorithm
  /** Base64. */
  readonly signature: string
}

const hex = z.string().check(z.regex(/^[0-9a-f]{64}$/))
const whole = z.number().check(z.int(), z.minimum(0))
const SignedDigestJson = z.strictObject({
  digest: z.strictObject({
    v: z.literal(1),
    day: z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/)),
    events: whole,
    heads: z.array(z.strictObject({ stream: z.string(), sequence: whole, hash: hex })),
    previous: z.optional(hex),
  }),
  algorithm: z.enum(SIGNING_ALGORITHMS),
  signature: z.string(),
})

/** Reads the file of a digest. `undefined`: the text is not a digest. */
export const readDigest = (text: string): SignedDigest | undefined => {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return undefined // not JSON, so not a digest
  }
  const { success, data } = SignedDigestJson.safeParse(json)
  if (!success) return undefined
  const { previous, ...digest } = data.digest
  return { ...data, digest: { ...digest, ...(previous !== undefined && { previous }) } }
}

/** The bytes that are signed. */
export const signedBytes = (digest: DayDigest): Uint8Array => new TextEncoder().encode(canonicalJson(digest))

export const digestHash = (digest: DayDigest): string => createHash('sha256').update(signedBytes(digest)).digest('hex')

/** Whether the signature of a digest is valid. @param publicKey PEM (SubjectPublicKeyInfo) */
export const isSignedBy = (publicKey: string, { digest, algorithm, signature }: SignedDigest): boolean => {
  const key = createPublicKey(publicKey)
  const isOfKind = key.asymmetricKeyType === (algorithm === 'Ed25519' ? 'ed25519' : 'ec')
  const hash = algorithm === 'Ed25519' ? null : 'sha256'
  return isOfKind && verify(hash, signedBytes(digest), key, Buffer.from(signature, 'base64'))
}
