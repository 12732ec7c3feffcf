import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import type { RandomBytes, Sealer } from '../../system.ts'
import { AWS_LIMITS, limited } from '../system/aws-limits.ts'
import { decryptText, encryptText } from './sealed-text.ts'

const VERSION = 'kms1'

/**
 * Encrypts each text with a data key of its own, which KMS makes and only KMS can read again (envelope encryption: KMS
 * itself takes 4 KB at the most). The owner is part of the encryption context, so CloudTrail shows whose text was opened.
 */
export const createKmsSealer = (kms: KMSClient, keyId: string, randomBytes: RandomBytes): Sealer => ({
  seal: async (text, owner) => {
    const dataKey = await kms.send(
      new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: 'AES_256', EncryptionContext: contextOf(owner) }),
    )
    if (!dataKey.Plaintext || !dataKey.CiphertextBlob) throw new Error('KMS made no data key')
    const sealed = encryptText(text, owner, dataKey.Plaintext, randomBytes)
    return [VERSION, Buffer.from(dataKey.CiphertextBlob).toString('base64'), sealed.toString('base64')].join('.')
  },

  open: async (sealed, owner) => {
    const [version, dataKey, text] = sealed.split('.')
    if (version !== VERSION || dataKey === undefined || text === undefined) {
      throw new Error('This text was not sealed with a key of KMS')
    }
    const CiphertextBlob = Buffer.from(dataKey, 'base64')
    const { Plaintext } = await kms.send(
      new DecryptCommand({ KeyId: keyId, CiphertextBlob, EncryptionContext: contextOf(owner) }),
    )
    if (!Plaintext) throw new Error('KMS did not open a data key')
    return decryptText(Buffer.from(text, 'base64'), owner, Plaintext)
  },
})

/** The same with a client of its own. */
export const openKmsSealer = (keyId: string, randomBytes: RandomBytes): Sealer =>
  createKmsSealer(limited(new KMSClient(AWS_LIMITS), 'KMS'), keyId, randomBytes)

const contextOf = (owner: string) => ({ waybill: 'check', owner })
