import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { createHttpsWebhooks, type HttpsWebhookOptions } from '../../../lib/adapters/webhooks/https-webhooks.ts'
import { isPublicAddress } from '../../../lib/webhooks/public-address.ts'
import { AMPLE_MS } from '../../support/patience.ts'
import { CERTIFICATE, CERTIFICATE_KEY } from '../../support/tls.ts'

interface Received {
  readonly url: string
  readonly host: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

let server: Server
let port = 0
let status = 204
let hangs = false
const received: Received[] = []
beforeAll(async () => {
  server = createServer({ cert: CERTIFICATE, key: CERTIFICATE_KEY }, async (incoming, outgoing) => {
    let body = ''
    for await (const chunk of incoming) body += chunk
    received.push({ url: incoming.url ?? '', host: incoming.headers.host ?? '', headers: incoming.headers, body })
    if (!hangs) outgoing.writeHead(status, { location: 'https://127.0.0.1/' }).end('an answer')
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  status = 204
  hangs = false
  received.length = 0
})

/** This machine plays the public internet. */
const open = (options: Partial<HttpsWebhookOptions> = {}) =>
  createHttpsWebhooks({
    timeoutMs: AMPLE_MS,
    lookup: async () => ['127.0.0.1'],
    isAllowed: address => address === '127.0.0.1' || isPublicAddress(address),
    ca: CERTIFICATE,
    ...options,
  })
const message = (url = `https://hooks.example.com:${port}/waybill?token=abc`) => ({
  url: new URL(url),
  headers: { 'content-type': 'application/json', 'webhook-id': 'n-1' },
  body: '{"type":"check.failed"}',
})

describe('a webhook', () => {
  it('gets the message as it is, under its own name, with a certificate for that name', async () => {
    await open().post(message())

    expect(received).toEqual([
      {
        url: '/waybill?token=abc',
        host: `hooks.example.com:${port}`,
        headers: expect.objectContaining({ 'webhook-id': 'n-1', 'content-length': '23', 'user-agent': 'Waybill' }),
        body: '{"type":"check.failed"}',
      },
    ])
  })

  it.each([200, 201, 202, 204, 299])('has taken it with %i', async taken => {
    status = taken

    await expect(open().post(message())).resolves.toBeUndefined()
  })

  it.each([
    [500, false],
    [503, false],
    [429, false],
    [408, false],
    [400, true],
    [401, true],
    [404, true],
    [410, true],
  ])('has not with %i; that this is final is %s', async (refused, isFinal) => {
    status = refused

    await expect(open().post(message())).rejects.toMatchObject({ name: 'WebhookError', isFinal })
  })

  it('that redirects is not followed', async () => {
    status = 302

    await expect(open().post(message())).rejects.toMatchObject({ isFinal: true })
    expect(received).toHaveLength(1)
  })

  it('that never answers is given up, and may be asked again', async () => {
    hangs = true

    await expect(open({ timeoutMs: 100 }).post(message())).rejects.toMatchObject({ isFinal: false })
  })

  it('whose name is never resolved is given up too', async () => {
    await expect(open({ timeoutMs: 50, lookup: () => new Promise(() => {}) }).post(message())).rejects.toMatchObject({
      isFinal: false,
    })
  })

  it('whose name is not there may be there later', async () => {
    const lookup = () => Promise.reject(new Error('ENOTFOUND'))

    await expect(open({ lookup }).post(message())).rejects.toMatchObject({ isFinal: false })
    await expect(open({ lookup: async () => [] }).post(message())).rejects.toMatchObject({ isFinal: false })
  })

  it('with an untrusted certificate gets nothing', async () => {
    const { ca: _ca, ...rest } = { timeoutMs: AMPLE_MS, lookup: async () => ['127.0.0.1'], ca: '' }

    await expect(createHttpsWebhooks({ ...rest, isAllowed: () => true }).post(message())).rejects.toMatchObject({
      isFinal: false,
    })
    expect(received).toEqual([])
  })

  it('must be https', async () => {
    await expect(open().post(message(`http://hooks.example.com:${port}/`))).rejects.toMatchObject({ isFinal: true })
    expect(received).toEqual([])
  })
})

describe('an address that is not public', () => {
  it.each([
    '127.0.0.1',
    '127.8.8.8',
    '0.0.0.0',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00:ec2::254',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'not an address',
  ])('%s', address => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each(['93.184.216.34', '8.8.8.8', '2606:2800:220:1:248:1893:25c8:1946'])('is not %s', address => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it.each([
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::ffff:7f00:1]/',
  ])('is not called, however it is written: %s', async url => {
    const webhooks = createHttpsWebhooks({ timeoutMs: AMPLE_MS })

    await expect(webhooks.post(message(url))).rejects.toMatchObject({
      isFinal: true,
      message: expect.stringMatching(/not public/),
    })
  })

  it('is not called where only one of a name has it', async () => {
    const lookup = async () => ['93.184.216.34', '10.0.0.1']

    await expect(createHttpsWebhooks({ timeoutMs: AMPLE_MS, lookup }).post(message())).rejects.toMatchObject({
      isFinal: true,
    })
  })

  it('is not reached by a name that points elsewhere a moment after it was looked at', async () => {
    const answers = [['127.0.0.1'], ['127.0.0.2']]
    const asked: string[] = []
    const lookup = async (host: string) => {
      asked.push(host)
      return answers.shift() ?? []
    }

    await open({ lookup }).post(message())

    expect(asked).toEqual(['hooks.example.com'])
    expect(received).toHaveLength(1)
  })
})
