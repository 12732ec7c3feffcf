import { createECDH, createPublicKey, randomBytes } from 'node:crypto'

/** The order of the curve P-256 (FIPS 186-4, D.1.2.3). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** What precedes the point of a P-256 key in SubjectPublicKeyInfo (RFC 5480). */
const SPKI = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')

const numberOf = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`)

const inverse = (value: bigint): bigint => {
  // Fermat: the order is a prime.
  let result = 1n
  for (let base = value, power = ORDER - 2n; power > 0n; power >>= 1n, base = (base * base) % ORDER) {
    if (power & 1n) result = (result * base) % ORDER
  }
  return result
}

const derNumber = (value: bigint): Buffer => {
  const hex = value.toString(16)
  const bytes = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')
  const positive = (bytes[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.of(0), bytes]) : bytes
  return Buffer.concat([Buffer.of(2, positive.length), positive])
}

/** A P-256 key that signs what was hashed elsewhere, as KMS does; Node's own `sign` always hashes for itself. */
export const createSigningKey = () => {
  const key = createECDH('prime256v1')
  const point = key.generateKeys()
  const der = Buffer.concat([SPKI, point])
  return {
    publicKey: createPublicKey({ key: der, format: 'der', type: 'spki' }),
    der,
    /** @param hash 32 bytes @returns the signature, in DER */
    signHash: (hash: Uint8Array): Buffer => {
      const once = createECDH('prime256v1')
      once.setPrivateKey(randomBytes(32))
      const r = numberOf(once.getPublicKey().subarray(1, 33)) % ORDER
      const s = (inverse(numberOf(once.getPrivateKey())) * (numberOf(hash) + r * numberOf(key.getPrivateKey()))) % ORDER
      const both = Buffer.concat([derNumber(r), derNumber(s)])
      return Buffer.concat([Buffer.of(0x30, both.length), both])
    },
  }
}
