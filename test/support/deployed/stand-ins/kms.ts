import { randomBytes } from 'node:crypto'
import { type AwsRequest, jsonOf, operationOf } from '../requests.ts'
import { type AwsAnswer, json, jsonError } from './answer.ts'

/** KMS, as far as data keys go. A key's ciphertext opens only under the key and the context that it was made with. */
export const createKms = () => ({
  answer: (request: AwsRequest): AwsAnswer => {
    const { KeyId, EncryptionContext = {}, CiphertextBlob } = jsonOf(request)
    if (operationOf(request) === 'GenerateDataKey') {
      const Plaintext = randomBytes(32).toString('base64')
      const sealed = Buffer.from(JSON.stringify({ KeyId, EncryptionContext, Plaintext })).toString('base64')
      return json({ KeyId, Plaintext, CiphertextBlob: sealed })
    }
    const sealed = JSON.parse(Buffer.from(CiphertextBlob, 'base64').toString())
    const isSame = JSON.stringify(sealed.EncryptionContext) === JSON.stringify(EncryptionContext)
    if (sealed.KeyId !== KeyId || !isSame) return jsonError('InvalidCiphertextException')
    return json({ KeyId, Plaintext: sealed.Plaintext })
  },
})
