import { brotliCompressSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { decodedBody } from '../../../lib/http/kit/decoded-body.ts'
import { RequestError } from '../../../lib/http/kit/request-error.ts'

const MANIFEST = 'manifestVersion:2.0\n'

const decode = (body: Uint8Array, encoding?: string) =>
  decodedBody({ body, headers: encoding === undefined ? {} : { 'content-encoding': encoding } })

const errorOf = async (asked: Promise<unknown>): Promise<RequestError> => {
  const error = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof RequestError) return error
  throw new Error('no error', { cause: error })
}

describe('a body', () => {
  it.each([undefined, '', 'identity', ' Identity '])('of Content-Encoding %j is as it came', async encoding => {
    expect(Buffer.from(await decode(Buffer.from(MANIFEST), encoding)).toString()).toBe(MANIFEST)
  })

  it.each(['gzip', 'GZIP', 'x-gzip'])('of Content-Encoding %s is unpacked', async encoding => {
    expect(Buffer.from(await decode(gzipSync(MANIFEST), encoding)).toString()).toBe(MANIFEST)
  })

  it.each(['br', 'deflate', 'gzip, gzip', 'x'.repeat(9000)])(
    'of Content-Encoding %s is refused by name',
    async encoding => {
      const error = await errorOf(decode(brotliCompressSync(MANIFEST), encoding))

      expect(error).toMatchObject({ code: 'CONTENT_ENCODING_UNSUPPORTED', headers: { 'Accept-Encoding': 'gzip' } })
      expect(error.message).toContain(JSON.stringify(encoding.slice(0, 40)))
      expect(error.message.length).toBeLessThan(200)
    },
  )

  it('that is no gzip, or only the first half of it, is refused as that', async () => {
    expect((await errorOf(decode(Buffer.from(MANIFEST), 'gzip'))).code).toBe('BODY_NOT_GZIP')
    expect((await errorOf(decode(gzipSync(MANIFEST.repeat(99)).subarray(0, 30), 'gzip'))).code).toBe('BODY_NOT_GZIP')
  })

  it('that becomes larger than any body may be is not unpacked whole', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024))

    expect((await errorOf(decode(bomb, 'gzip'))).code).toBe('BODY_TOO_LARGE')
  })

  it('that is empty is empty, whatever its encoding is called', async () => {
    expect(await decode(new Uint8Array(), 'br')).toHaveLength(0)
  })
})
