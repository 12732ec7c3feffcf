import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { KMSClient } from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createKeySealer } from '../../../lib/adapters/secrets/key-sealer.ts'
import { createKmsSealer } from '../../../lib/adapters/secrets/kms-sealer.ts'
import type { Sealer } from '../../../lib/system.ts'
import { type AwsRequest, startAws } from '../../support/aws-server.ts'
import { importManifest } from '../../support/manifests.ts'

const SECRET = importManifest('trueCryptPassword:correct horse battery staple', 'prefix:ü€😀/')

/** What every sealer does. */
const itIsASealer = (open: () => Sealer) => {
  it('gives back what it sealed', async () => {
    for (const text of [SECRET, '', 'x'.repeat(65_536)]) {
      expect(await open().open(await open().seal(text, 'check-1'), 'check-1')).toBe(text)
    }
  })

  it('shows nothing of the text, and seals the same text to something else each time', async () => {
    const [first, second] = [await open().seal(SECRET, 'check-1'), await open().seal(SECRET, 'check-1')]

    expect(first).not.toBe(second)
    for (const form of [first, Buffer.from(first, 'base64').toString()]) expect(form).not.toMatch(/horse|returnAddress/)
  })

  it('opens for no other owner', async () => {
    const sealed = await open().seal(SECRET, 'check-1')

    await expect(open().open(sealed, 'check-2')).rejects.toThrow()
    await expect(open().open(sealed, 'check-1/webhook')).rejects.toThrow()
  })

  it('does not open what was changed, cut or made up', async () => {
    const sealed = await open().seal(SECRET, 'check-1')
    // Not the last character, of which some bits count for nothing.
    const changed = `${sealed.slice(0, -6)}${sealed.at(-6) === 'A' ? 'B' : 'A'}${sealed.slice(-5)}`

    for (const forged of [changed, sealed.slice(0, -8), 'x', '', sealed.replace(/^.{4}/, 'aaaa')]) {
      await expect(open().open(forged, 'check-1')).rejects.toThrow()
    }
  })
}

describe('KeySealer', () => {
  const key = Buffer.alloc(32, 1)
  itIsASealer(() => createKeySealer(key, randomBytes))

  it('does not open with another key', async () => {
    const sealed = await createKeySealer(key, randomBytes).seal(SECRET, 'check-1')

    await expect(createKeySealer(Buffer.alloc(32, 2), randomBytes).open(sealed, 'check-1')).rejects.toThrow()
  })
})

describe('KmsSealer', () => {
  const master = Buffer.alloc(32, 3)
  let aws: Awaited<ReturnType<typeof startAws>>
  let client: KMSClient

  /** As KMS does it: the data key encrypted under the master key, with the context authenticated. */
  const kms = ({ target, body }: AwsRequest) => {
    const { EncryptionContext, CiphertextBlob = '' } = body as { EncryptionContext: object; CiphertextBlob?: string }
    const context = Buffer.from(JSON.stringify(EncryptionContext))
    if (target === 'TrentService.GenerateDataKey') {
      const [plain, nonce] = [randomBytes(32), randomBytes(12)]
      const cipher = createCipheriv('aes-256-gcm', master, nonce).setAAD(context)
      const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
      return { body: { Plaintext: plain.toString('base64'), CiphertextBlob: sealed.toString('base64') } }
    }
    const sealed = Buffer.from(CiphertextBlob, 'base64')
    try {
      const decipher = createDecipheriv('aes-256-gcm', master, sealed.subarray(0, 12), { authTagLength: 16 })
      decipher.setAAD(context).setAuthTag(sealed.subarray(-16))
      const plain = Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()])
      return { body: { Plaintext: plain.toString('base64') } }
    } catch {
      return { status: 400, body: { __type: 'InvalidCiphertextException' } }
    }
  }
  beforeAll(async () => {
    aws = await startAws(kms)
    client = new KMSClient(aws.client)
  })
  afterAll(async () => {
    client.destroy()
    await aws.stop()
  })

  itIsASealer(() => createKmsSealer(client, 'alias/checks', randomBytes))

  it('asks KMS for a key of its own, under a context that names the owner, and never sends it the text', async () => {
    aws.requests.length = 0
    const sealed = await createKmsSealer(client, 'alias/checks', randomBytes).seal(SECRET, 'check-1')
    await createKmsSealer(client, 'alias/checks', randomBytes).open(sealed, 'check-1')

    const EncryptionContext = { waybill: 'check', owner: 'check-1' }
    expect(aws.requests.map(({ target, body }) => ({ target, body }))).toEqual([
      {
        target: 'TrentService.GenerateDataKey',
        body: { KeyId: 'alias/checks', KeySpec: 'AES_256', EncryptionContext },
      },
      {
        target: 'TrentService.Decrypt',
        body: { KeyId: 'alias/checks', CiphertextBlob: sealed.split('.')[1], EncryptionContext },
      },
    ])
  })
})
