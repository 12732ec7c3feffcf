import { readDigest, type SignedDigest } from './digest.ts'
import type { DigestArchive } from './ports.ts'

/** The start of the names of all objects about history in the log bucket. */
export const AUDIT_PREFIX = 'audit/'

/** The public key that verifies the digests, in PEM. */
export const PUBLIC_KEY_NAME = `${AUDIT_PREFIX}public-key.pem`

export const digestName = (day: string) => `${AUDIT_PREFIX}digests/${day}.json`

const DAY_MS = 24 * 60 * 60_000

/** The UTC day a number of days later (below 0: earlier). */
export const dayAfter = (day: string, days = 1): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, day.length)

/** The signed digest of a day. `undefined`: it was not made (yet). */
export const digestOf = async (archive: Pick<DigestArchive, 'get'>, day: string): Promise<SignedDigest | undefined> => {
  const bytes = await archive.get(digestName(day))
  if (bytes === undefined) return undefined
  const signed = readDigest(new TextDecoder().decode(bytes))
  if (signed) return signed
  throw new Error(`The digest of ${day} cannot be read`)
}

export const digestBytes = (signed: SignedDigest): Uint8Array => new TextEncoder().encode(`${JSON.stringify(signed)}\n`)
