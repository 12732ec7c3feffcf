import { createHash } from 'node:crypto'
import { KMSClient } from '@aws-sdk/client-kms'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { createKmsSigner } from '../../../lib/adapters/secrets/kms-signer.ts'
import { type DayDigest, isSignedBy, signedBytes } from '../../../lib/audit/digest.ts'
import { type AwsAnswer, type AwsRequest, startAws } from '../../support/aws-server.ts'
import { createSigningKey } from '../../support/kms-key.ts'

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234'
const key = createSigningKey()

/** Longer than what KMS takes of a message. */
const DIGEST: DayDigest = {
  v: 1,
  day: '2026-11-26',
  events: 400,
  heads: Array.from({ length: 200 }, (_none, number) => ({
    stream: `job-${number}`,
    sequence: 2,
    hash: createHash('sha256').update(String(number)).digest('hex'),
  })),
}

describe('KmsSigner', () => {
  let aws: Awaited<ReturnType<typeof startAws>>
  let client: KMSClient
  let answer: (request: AwsRequest) => AwsAnswer

  const kms = ({ target, body }: AwsRequest): AwsAnswer => {
    if (target === 'TrentService.GetPublicKey') return { body: { PublicKey: key.der.toString('base64') } }
    const hash = Buffer.from((body as { Message: string }).Message, 'base64')
    return { body: { Signature: key.signHash(hash).toString('base64') } }
  }
  beforeAll(async () => {
    aws = await startAws(request => answer(request))
    client = new KMSClient(aws.client)
  })
  beforeEach(() => {
    answer = kms
    aws.requests.length = 0
  })
  afterAll(async () => {
    client.destroy()
    await aws.stop()
  })

  it('signs a digest of any length so that its public key verifies it, and nothing else', async () => {
    const signer = createKmsSigner(client, KEY)

    const signature = Buffer.from(await signer.sign(signedBytes(DIGEST))).toString('base64')

    const signed = { digest: DIGEST, algorithm: 'ECDSA_SHA_256', signature } as const
    const publicKey = await signer.publicKey()
    expect(signedBytes(DIGEST).length).toBeGreaterThan(4096)
    expect(publicKey).toBe(key.publicKey.export({ type: 'spki', format: 'pem' }))
    expect(isSignedBy(publicKey, signed)).toBe(true)
    expect(isSignedBy(publicKey, { ...signed, digest: { ...DIGEST, events: 399 } })).toBe(false)
  })

  it('gives KMS the hash alone, and names the key', async () => {
    await createKmsSigner(client, KEY).sign(signedBytes(DIGEST))

    expect(aws.requests.map(({ target, body }) => ({ target, body }))).toEqual([
      {
        target: 'TrentService.Sign',
        body: {
          KeyId: KEY,
          Message: createHash('sha256').update(signedBytes(DIGEST)).digest('base64'),
          MessageType: 'DIGEST',
          SigningAlgorithm: 'ECDSA_SHA_256',
        },
      },
    ])
  })

  it.each([
    ['refuses', () => ({ status: 400, type: 'KMSInvalidStateException' })],
    ['answers nothing', () => ({ body: {} })],
  ])('fails where KMS %s', async (_what, next) => {
    answer = next
    const signer = createKmsSigner(client, KEY)

    await expect(signer.sign(signedBytes(DIGEST))).rejects.toThrow()
    await expect(signer.publicKey()).rejects.toThrow()
  })
})
