import { randomBytes } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { drawJobId, normalizeJobId } from '../../lib/depot/job-ids.ts'

const LIVE_IDS = ['ADP7B', 'AVEYF', '45HFS', '65PXQ', '4Y8ND', 'ETU5V', '53TX4', 'WXSPP', '796CK']

describe('a job ID', () => {
  it('has five characters of 1 to 9 and A to Z without O', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 5, maxLength: 5 }), bytes => {
        // After the bytes that are thrown away, there must be others.
        const draws = [bytes, Uint8Array.of(0, 0, 0, 0, 0)]
        expect(drawJobId(() => draws.shift() ?? new Uint8Array(5))).toMatch(/^[1-9A-NP-Z]{5}$/)
      }),
    )
  })

  it('throws away the bytes that would favour the first symbols', () => {
    const draws = [Uint8Array.of(255, 238, 239, 240, 237), Uint8Array.of(0, 1, 2, 3, 4)]

    expect(drawJobId(() => draws.shift() ?? new Uint8Array(5))).toBe('Z1234')
  })

  it('has each symbol as often as any other', () => {
    const counts = new Map<string, number>()
    for (let count = 0; count < 6800; count++) {
      for (const symbol of drawJobId(randomBytes)) counts.set(symbol, (counts.get(symbol) ?? 0) + 1)
    }

    // 34,000 symbols: 1,000 of each, give or take six standard deviations.
    expect(counts.size).toBe(34)
    expect(Math.min(...counts.values())).toBeGreaterThan(810)
    expect(Math.max(...counts.values())).toBeLessThan(1190)
  })

  it.each([...LIVE_IDS, 'ABCDE'])('may be %s, in any case', id => {
    expect(normalizeJobId(id.toLowerCase())).toBe(id)
  })

  it.each(['', 'ABCD', 'ABCDEF', 'ABCD0', 'ABCDO', 'AB DE', 'ABC\nD', '\u00DFABC', 'ABCDE-VALIDATE-ONLY'])(
    'is never %j',
    text => {
      expect(normalizeJobId(text)).toBeUndefined()
    },
  )
})
