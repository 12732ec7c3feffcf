import { createHash, createPublicKey } from 'node:crypto'
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms'
import type { DigestSigner } from '../../audit/ports.ts'
import { AWS_LIMITS, limited } from '../system/aws-limits.ts'

/** What KMS does with a key of the kind ECC_NIST_P256, the only thing that it can do with one. */
const KMS_SIGNING = 'ECDSA_SHA_256'

/**
 * Signs digests of history with a key that never leaves KMS. KMS gets the SHA-256 of the bytes, since it takes 4 KB of a
 * message at the most and a digest may be longer. The signature is in DER, as OpenSSL reads it.
 *
 * @param keyId of a key of the kind ECC_NIST_P256 for SIGN_VERIFY
 */
export const createKmsSigner = (kms: KMSClient, keyId: string): Omit<DigestSigner, 'algorithm'> => ({
  sign: async bytes => {
    const { Signature } = await kms.send(
      new SignCommand({
        KeyId: keyId,
        Message: createHash('sha256').update(bytes).digest(),
        MessageType: 'DIGEST',
        SigningAlgorithm: KMS_SIGNING,
      }),
    )
    if (!Signature) throw new Error('KMS made no signature')
    return Signature
  },
  publicKey: async () => {
    const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: keyId }))
    if (!PublicKey) throw new Error('KMS gave no public key')
    const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' })
    return key.export({ type: 'spki', format: 'pem' }).toString()
  },
})

/** The same with a client of its own. */
export const openKmsSigner = (keyId: string): Omit<DigestSigner, 'algorithm'> =>
  createKmsSigner(limited(new KMSClient(AWS_LIMITS), 'KMS'), keyId)
