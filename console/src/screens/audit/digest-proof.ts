import { canonicalJson } from '../../../../lib/audit/canonical-json.ts'
import type { components } from '../../../../lib/client/client.ts'

type SignedDigest = components['schemas']['SignedDigest']

/** `unknown`: this browser cannot verify it. */
export type Verdict = 'genuine' | 'altered' | 'unknown'

const bytesOfBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), character => character.charCodeAt(0))

/** The bytes that are signed. */
const signedBytes = ({ digest }: SignedDigest): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(canonicalJson(digest))

const hexOf = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map(byte => byte.toString(16).padStart(2, '0')).join('')

/** What the digest of the next day names. */
export const digestHash = async (signed: SignedDigest): Promise<string> =>
  hexOf(await crypto.subtle.digest('SHA-256', signedBytes(signed)))

const COORDINATE_BYTES = 32

/** ECDSA's two numbers as the browser takes them, out of the DER that KMS signs with (RFC 3279, section 2.2.3). */
const rawOfDer = (der: Uint8Array): Uint8Array<ArrayBuffer> => {
  const raw = new Uint8Array(2 * COORDINATE_BYTES)
  // SEQUENCE, its length, and two INTEGERs, which lead with a zero where they would look negative.
  let at = 2
  for (const half of [1, 2]) {
    const length = der[at + 1] ?? 0
    const number = der.slice(at + 2, at + 2 + length).slice(-COORDINATE_BYTES)
    raw.set(number, half * COORDINATE_BYTES - number.length)
    at += 2 + length
  }
  return raw
}

const ALGORITHMS = {
  Ed25519: { key: { name: 'Ed25519' }, verify: { name: 'Ed25519' }, signature: bytesOfBase64 },
  ECDSA_SHA_256: {
    key: { name: 'ECDSA', namedCurve: 'P-256' },
    verify: { name: 'ECDSA', hash: 'SHA-256' },
    signature: (text: string) => rawOfDer(bytesOfBase64(text)),
  },
} as const

/** Whether the holder of the key signed the digest as it stands. @param pem SubjectPublicKeyInfo */
export const verifyDigest = async (signed: SignedDigest, pem: string): Promise<Verdict> => {
  // A newer Waybill may sign in a way that this page does not know.
  if (!(signed.algorithm in ALGORITHMS)) return 'unknown'
  const { key, verify, signature } = ALGORITHMS[signed.algorithm]
  try {
    const spki = bytesOfBase64(pem.replace(/-----[^-]+-----|\s/g, ''))
    const imported = await crypto.subtle.importKey('spki', spki, key, false, ['verify'])
    const isGenuine = await crypto.subtle.verify(verify, imported, signature(signed.signature), signedBytes(signed))
    return isGenuine ? 'genuine' : 'altered'
  } catch (error) {
    // A browser that does not know the algorithm, or a page by plain http.
    if (error instanceof DOMException || error instanceof TypeError) return 'unknown'
    throw error
  }
}
