import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import type { DigestSigner } from '../../audit/ports.ts'

/** What precedes the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410, section 7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Signs digests of history with an Ed25519 key of this machine. @param seed the private key, 32 bytes */
export const createEd25519Signer = (seed: Uint8Array): DigestSigner => {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString()
  return {
    algorithm: 'Ed25519',
    sign: async bytes => sign(null, bytes, key),
    publicKey: async () => publicKey,
  }
}
