import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { BucketFiles } from '../../lib/depot/ports.ts'

/** What every keeper of the depot's files does. `open` gives an empty one. */
export const itKeepsBucketFiles = (open: () => Promise<BucketFiles>) => {
  it('gives back what was put, byte for byte, and nothing for what was not', async () => {
    const files = await open()
    const place = { bucket: 'mylogs', key: 'logs/sheet-ABCDE.pdf' }
    const bytes = Uint8Array.of(0, 255, 13, 10)

    expect(await files.get(place)).toBeUndefined()
    await files.put(place, bytes, 'application/pdf')

    expect(new Uint8Array((await files.get(place)) ?? [])).toEqual(bytes)
    expect(await files.get({ ...place, bucket: 'other' })).toBeUndefined()
    expect(await files.get({ ...place, key: 'logs' })).toBeUndefined()
  })

  it('replaces what is there', async () => {
    const files = await open()
    const place = { bucket: 'mylogs', key: 'a' }
    await files.put(place, Buffer.from('a long first text'), 'text/plain')
    await files.put(place, Buffer.from('second'), 'text/plain')

    expect(Buffer.from((await files.get(place)) ?? []).toString()).toBe('second')
  })

  it('keeps any two keys apart', async () => {
    const key = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
      fc.constantFrom(
        '..',
        '.',
        '../up',
        'a/../b',
        '/etc',
        'a//b',
        'A',
        'a',
        '%2E',
        'x'.repeat(900),
        `${'x'.repeat(899)}y`,
      ),
    )
    await fc.assert(
      fc.asyncProperty(key, key, async (one, other) => {
        fc.pre(one !== other)
        const files = await open()
        await files.put({ bucket: 'mylogs', key: one }, Buffer.from('one'), 'text/plain')
        await files.put({ bucket: 'mylogs', key: other }, Buffer.from('other'), 'text/plain')

        expect(Buffer.from((await files.get({ bucket: 'mylogs', key: one })) ?? []).toString()).toBe('one')
      }),
      { numRuns: 60 },
    )
  })
}
