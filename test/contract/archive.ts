import { describe, expect, it } from '@jest/globals'
import { ArchiveConflict } from '../../lib/jobs/archive-conflict.ts'
import type { Archive, ArchiveRemoval } from '../../lib/jobs/ports.ts'
import { SIGNATURE_TEXT } from '../support/records.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const NAME = 'signatures/lab/AB123/SIGNATURE'

/** What every archive does. `open` gives an empty one. */
export const itIsAnArchive = (open: () => Promise<Archive & ArchiveRemoval>) => {
  describe('an archived object', () => {
    it('reads back byte for byte', async () => {
      const archive = await open()
      const all = Uint8Array.from({ length: 256 }, (_, byte) => byte)

      await archive.put(NAME, all, 'application/octet-stream')

      expect(await archive.get(NAME)).toEqual(all)
    })

    it('may be put again with the same bytes', async () => {
      const archive = await open()
      await archive.put(NAME, bytes(SIGNATURE_TEXT), 'text/plain')

      await archive.put(NAME, bytes(SIGNATURE_TEXT), 'text/plain')

      expect(await archive.get(NAME)).toEqual(bytes(SIGNATURE_TEXT))
    })

    it('is never replaced by other bytes', async () => {
      const archive = await open()
      await archive.put(NAME, bytes(SIGNATURE_TEXT), 'text/plain')

      await expect(archive.put(NAME, bytes('version:2.0\n'), 'text/plain')).rejects.toThrow(ArchiveConflict)
      expect(await archive.get(NAME)).toEqual(bytes(SIGNATURE_TEXT))
    })

    it('is one of those that came at once, and the others fail', async () => {
      const archive = await open()
      const texts = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

      const outcomes = await Promise.allSettled(texts.map(text => archive.put(NAME, bytes(text), 'text/plain')))

      const winners = outcomes.flatMap((outcome, index) => (outcome.status === 'fulfilled' ? [texts[index]] : []))
      expect(winners).toHaveLength(1)
      expect(new TextDecoder().decode(await archive.get(NAME))).toBe(winners[0])
    })

    it('that was never put is not there', async () => {
      expect(await (await open()).get(NAME)).toBeUndefined()
    })

    it('is removed with all whose names begin alike, and no other', async () => {
      const archive = await open()
      const names = ['artifacts/lab/AB123/a.pdf', 'artifacts/lab/AB123/2/a.pdf', 'artifacts/lab/AB1234/a.pdf', NAME]
      for (const name of names) await archive.put(name, bytes(name), 'text/plain')

      await archive.removeUnder('artifacts/lab/AB123/')
      await archive.removeUnder('artifacts/lab/none/')

      const left = await Promise.all(names.map(async name => (await archive.get(name)) !== undefined))
      expect(left).toEqual([false, false, true, true])
      // What is put there again is new.
      await archive.put('artifacts/lab/AB123/a.pdf', bytes('other'), 'text/plain')
      expect(await archive.get('artifacts/lab/AB123/a.pdf')).toEqual(bytes('other'))
    })

    it('has a neighbour of its own under another name', async () => {
      const archive = await open()
      await archive.put(NAME, bytes('a'), 'text/plain')
      await archive.put('signatures/lab%2Feast/AB123/SIGNATURE', bytes('b'), 'text/plain')

      expect(await archive.get(NAME)).toEqual(bytes('a'))
      expect(await archive.get('signatures/lab%2Feast/AB123/SIGNATURE')).toEqual(bytes('b'))
    })
  })
}
