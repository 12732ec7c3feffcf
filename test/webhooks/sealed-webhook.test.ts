import { randomBytes } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { createKeySealer } from '../../lib/adapters/secrets/key-sealer.ts'
import { openWebhook, sealWebhook, webhookFault } from '../../lib/webhooks/sealed-webhook.ts'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const URL_WITH_TOKEN = 'https://hooks.example.com/waybill?token=abc'
const sealer = createKeySealer(Buffer.alloc(32, 1), randomBytes)
const seal = () => sealWebhook(sealer, { url: URL_WITH_TOKEN, secret: SECRET }, 'check-1')

describe('the address and the secret of a webhook', () => {
  it('are opened for their own check', async () => {
    const sealed = await seal()

    expect(sealed.host).toBe('hooks.example.com')
    expect(JSON.stringify(sealed)).not.toMatch(/token|whsec/)
    expect(await openWebhook(sealer, sealed, 'check-1')).toEqual({ url: URL_WITH_TOKEN, secret: SECRET })
  })

  it('are not opened for another check, nor as the manifest of their own', async () => {
    const { host, sealed } = await seal()

    await expect(openWebhook(sealer, { host, sealed }, 'check-2')).rejects.toThrow()
    await expect(sealer.open(sealed, 'check-1')).rejects.toThrow()
  })

  it('are not what the manifest of a check holds, even if it reads like them', async () => {
    const manifest = await sealer.seal(JSON.stringify({ url: 'https://intruder.example', secret: SECRET }), 'check-1')

    await expect(openWebhook(sealer, { host: 'h', sealed: manifest }, 'check-1')).rejects.toThrow()
  })

  it('must be there, both of them, when they are opened', async () => {
    const half = await sealer.seal('{"url":"https://hooks.example.com"}', 'check-1/webhook')

    await expect(openWebhook(sealer, { host: 'h', sealed: half }, 'check-1')).rejects.toThrow()
  })
})

describe('a webhook', () => {
  const long = (length: number) =>
    `https://hooks.example.com/${'a'.repeat(length - 'https://hooks.example.com/'.length)}`
  it.each([
    ['the longest address', long(2000), SECRET],
    ['the shortest secret', URL_WITH_TOKEN, 's'.repeat(24)],
    ['the longest secret', URL_WITH_TOKEN, 's'.repeat(100)],
  ])('may have %s', (_what, url, secret) => {
    expect(webhookFault({ url, secret })).toBeUndefined()
  })

  it.each([
    ['an address that is too long', long(2001), SECRET],
    ['an address that is none', 'hooks.example.com', SECRET],
    ['an address that is not encrypted', 'http://hooks.example.com/', SECRET],
    ['a user in its address', 'https://ann@hooks.example.com/', SECRET],
    ['a password in its address', 'https://:pw@hooks.example.com/', SECRET],
    ['an address of a private network', 'https://10.0.0.1/', SECRET],
    ['the address of this machine', 'https://localhost/', SECRET],
    ['a secret that is too short', URL_WITH_TOKEN, 's'.repeat(23)],
    ['a secret that is too long', URL_WITH_TOKEN, 's'.repeat(101)],
  ])('cannot have %s, and the sentence does not quote the secret', (_what, url, secret) => {
    const fault = webhookFault({ url, secret })

    expect(fault).toMatch(/^The (?:url|secret) of a webhook /)
    expect(fault).not.toContain(secret)
  })
})
