import { describe, expect, it } from '@jest/globals'

interface TimeTexts {
  readonly timeTexts: (
    at: string,
    language: string,
    isShort: boolean,
    now: Date,
  ) => { readonly local: string; readonly utc: string }
}

// What the page has, and Node has not in every language.
Object.defineProperty(globalThis, 'navigator', { value: { language: 'en-GB' }, configurable: true })

/** By its address, since the console is compiled with settings of its own. */
const { timeTexts } = (await import(
  new URL('../../console/src/parts/time-texts.ts', import.meta.url).href
)) as unknown as TimeTexts

const NOW = new Date('2026-11-27T12:00:00Z')
const plain = (text: string): string => text.replace(/\u202f/g, ' ')

describe('a moment', () => {
  it.each([
    ['en-US', '2026-03-05T14:24:59.5Z', /^Mar 5, \d{1,2}:24 [AP]M$/],
    ['en-GB', '2026-03-05T14:24:59Z', /^5 Mar, \d\d:24$/],
    ['de-DE', '2026-03-05T14:24:59Z', /^5\. März, \d\d:24$/],
    ['en-US', '2025-07-05T14:24:59Z', /^7\/5\/25, \d{1,2}:24 [AP]M$/],
    ['en-GB', '2025-07-05T14:24:59Z', /^05\/07\/2025, \d\d:24$/],
    ['de-DE', '2025-07-05T14:24:59Z', /^05\.07\.25, \d\d:24$/],
  ])('has no year in a table where it is this one, in %s at %s', (locale, at, form) => {
    Object.defineProperty(globalThis, 'navigator', { value: { language: locale }, configurable: true })
    const [language = ''] = locale.split('-')

    expect(plain(timeTexts(at, language, true, NOW).local)).toMatch(form)
  })

  it('has its year elsewhere, and UTC to the second beside it', () => {
    const { local, utc } = timeTexts('2026-03-05T14:24:59.5Z', 'de', false, NOW)

    expect(local).toContain('2026')
    expect(utc).toBe('2026-03-05 14:24:59 UTC')
  })
})
