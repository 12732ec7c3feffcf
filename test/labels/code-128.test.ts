import { describe, expect, it } from '@jest/globals'
import { encodeCode128, modulesOf, PATTERNS } from '../../lib/labels/code-128.ts'

describe('the table of Code 128', () => {
  it('has 107 patterns, no two alike', () => {
    expect(new Set(PATTERNS).size).toBe(107)
  })

  it('has patterns of 11 modules whose bars take an even number (ISO/IEC 15417), and a stop of 13', () => {
    const modules = PATTERNS.map(pattern => [...pattern].map(Number))

    expect(modules.slice(0, -1).every(widths => widths.length === 6 && modulesOf(widths) === 11)).toBe(true)
    expect(modulesOf(modules.at(-1) ?? [])).toBe(13)
    const bars = modules.slice(0, -1).map(widths => modulesOf(widths.filter((_, index) => index % 2 === 0)))
    expect(bars.every(width => width % 2 === 0)).toBe(true)
  })
})

describe('a symbol', () => {
  it('is start, characters, check character and stop', () => {
    // "PJJ123C" in code set B: weights give 7 * 35 + … = 879, and 879 mod 103 = 55, as worked out by hand.
    const values = [104, 48, 42, 42, 17, 18, 19, 35, 55, 106]

    expect(encodeCode128('PJJ123C').join('')).toBe(values.map(value => PATTERNS[value]).join(''))
  })

  it("of a job ID is 90 modules long, as the standard's arithmetic gives", () => {
    expect(modulesOf(encodeCode128('ABCDE'))).toBe(90)
  })

  it.each(['', 'ä', 'a\nb', '\u007f'])('is never made of %j', text => {
    expect(() => encodeCode128(text)).toThrow(RangeError)
  })
})
