import { randomBytes } from 'node:crypto'
import { createSigningKey } from '../../kms-key.ts'
import { type AwsRequest, jsonOf, operationOf } from '../requests.ts'
import { type AwsAnswer, json, jsonError } from './answer.ts'

/**
 * KMS, as far as data keys and signatures go. A key's ciphertext opens only under the key and the context that it was made
 * with.
 */
export const createKms = () => {
  const signingKeys = new Map<string, ReturnType<typeof createSigningKey>>()
  const signingKey = (id: string) => {
    const key = signingKeys.get(id) ?? createSigningKey()
    signingKeys.set(id, key)
    return key
  }
  return {
    answer: (request: AwsRequest): AwsAnswer => {
      const { KeyId, EncryptionContext = {}, CiphertextBlob, Message, MessageType, SigningAlgorithm } = jsonOf(request)
      switch (operationOf(request)) {
        case 'GenerateDataKey': {
          const Plaintext = randomBytes(32).toString('base64')
          const sealed = Buffer.from(JSON.stringify({ KeyId, EncryptionContext, Plaintext })).toString('base64')
          return json({ KeyId, Plaintext, CiphertextBlob: sealed })
        }
        case 'GetPublicKey':
          return json({ KeyId, PublicKey: signingKey(KeyId).der.toString('base64') })
        case 'Sign': {
          const hash = Buffer.from(Message, 'base64')
          const isDigest = MessageType === 'DIGEST' && SigningAlgorithm === 'ECDSA_SHA_256' && hash.length === 32
          if (!isDigest) return jsonError('ValidationException')
          return json({ KeyId, SigningAlgorithm, Signature: signingKey(KeyId).signHash(hash).toString('base64') })
        }
        default: {
          const sealed = JSON.parse(Buffer.from(CiphertextBlob, 'base64').toString())
          const isSame = JSON.stringify(sealed.EncryptionContext) === JSON.stringify(EncryptionContext)
          if (sealed.KeyId !== KeyId || !isSame) return jsonError('InvalidCiphertextException')
          return json({ KeyId, Plaintext: sealed.Plaintext })
        }
      }
    },
  }
}
