import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { checksum, handOut } from '../../../lib/http/command-line/hand-out.ts'
import { requestOf } from '../../../lib/http/kit/exchange.ts'
import { proxyEvent } from '../../support/proxy-event.ts'

const FILE = new TextEncoder().encode('#!/usr/bin/env node\n')
const SHA256 = createHash('sha256').update(FILE).digest('hex')

const ask = (headers: Record<string, string> = {}, file = async (): Promise<Uint8Array | undefined> => FILE) =>
  handOut(requestOf(proxyEvent({ route: 'GET /cli/waybill.mjs', headers })), file)

describe('the command line that Waybill hands out', () => {
  it('comes byte for byte, with its name and its digest', async () => {
    expect(await ask()).toMatchObject({
      status: 200,
      body: FILE,
      headers: {
        'Content-Disposition': 'attachment; filename="waybill.mjs"',
        'Repr-Digest': `sha-256=:${Buffer.from(SHA256, 'hex').toString('base64')}:`,
        ETag: `"${SHA256}"`,
      },
    })
  })

  it('has a checksum that sha256sum reads', async () => {
    const { body } = await checksum(async () => FILE)

    expect(Buffer.from(body as Uint8Array).toString()).toBe(`${SHA256}  waybill.mjs\n`)
  })

  it.each(['gzip', 'br, gzip;q=0.8', 'deflate, gzip, br'])(
    'is compressed for a caller that takes %s',
    async accepted => {
      const { headers, body } = await ask({ 'Accept-Encoding': accepted })

      expect(headers).toMatchObject({ 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' })
      expect(new Uint8Array(gunzipSync(body as Uint8Array))).toEqual(FILE)
    },
  )

  it.each(['', 'br', 'gzip;q=0', 'gzip; q=0.000, br'])('is not compressed for one that takes "%s"', async accepted => {
    const { headers, body } = await ask({ 'Accept-Encoding': accepted })

    expect(headers).not.toHaveProperty('Content-Encoding')
    expect(body).toBe(FILE)
  })

  it('is not sent again to who has it', async () => {
    expect(await ask({ 'If-None-Match': `"${SHA256}"` })).toMatchObject({ status: 304, body: new Uint8Array() })
  })

  it('is a problem where it is not', async () => {
    await expect(ask({}, async () => undefined)).rejects.toMatchObject({ code: 'COMMAND_LINE_MISSING' })
    await expect(checksum(undefined)).rejects.toMatchObject({ code: 'COMMAND_LINE_MISSING' })
  })
})
