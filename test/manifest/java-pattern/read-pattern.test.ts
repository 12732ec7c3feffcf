import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type Mistake, type MistakeName, mistakeText } from '../../../lib/manifest/java-pattern/mistake.ts'
import { readPattern } from '../../../lib/manifest/java-pattern/read-pattern.ts'

const FIXTURES = new URL('../../fixtures/java-patterns/', import.meta.url)
const SIGNS = { '␊': '\n', '␍': '\r', '␉': '\t', '␀': '\0' } as const

interface Row {
  readonly pattern: string
  /** What Java has against it: the description, and the index in code points. */
  readonly refused?: { readonly index: number; readonly description: string }
}

const ROWS: readonly Row[] = readFileSync(new URL('table.tsv', FIXTURES), 'utf8')
  .split('\n')
  .slice(0, -1)
  .map(line => {
    const [written = '', index = '', description] = line.split('\t')
    const pattern = written.replace(/[␊␍␉␀]/g, sign => SIGNS[sign as keyof typeof SIGNS])
    return description === undefined ? { pattern } : { pattern, refused: { index: Number(index), description } }
  })

const mistakeIn = (pattern: string): Mistake | undefined => {
  const read = readPattern(pattern)
  return 'mistake' in read ? read.mistake : undefined
}

/** Java's description, and how far its index is behind the place that we name; `end`: Java stops at the end of the pattern. */
const IN_JAVA: Readonly<Record<MistakeName, readonly [description: RegExp, behind: number | 'end' | 'any']>> = {
  backreferenceForm: [/^\\k is not followed by '<'/, 2],
  backreferenceUnknown: [/^named capturing group <.*> does not exist$/, 'any'],
  characterName: [/character name/, 'any'],
  classNotClosed: [/^Unclosed character class$|^Illegal character range$/, 'end'],
  controlEscape: [/^Illegal control escape sequence$/, 0],
  escapeUnknown: [/^Illegal\/unsupported escape sequence$/, 'any'],
  flagUnknown: [/^Unknown inline modifier$|^Unknown group type$/, 'any'],
  groupNameNotClosed: [/^named capturing group is missing trailing '>'$/, 0],
  groupNameStart: [/^capturing group name does not start with a Latin letter$/, 0],
  groupNameTwice: [/^Named capturing group <.*> is already defined$/, 'any'],
  groupNotClosed: [/^Unclosed group$/, 'end'],
  groupNotOpened: [/^Unmatched closing '\)'$/, -1],
  hexEscape: [/^Illegal hexadecimal escape sequence$/, 'any'],
  hexNotClosed: [/^Unclosed hexadecimal escape sequence$/, 'any'],
  hexTooBig: [/^Hexadecimal codepoint is too big$/, 'any'],
  intersectionEmpty: [/^Bad class syntax$/, 0],
  lookbehindLength: [/^Look-behind group does not have an obvious maximum length$/, 'any'],
  nothingToRepeat: [/^Dangling meta character '[*+?]'$/, 0],
  octalEscape: [/^Illegal octal escape sequence$/, 'any'],
  propertyEmpty: [/^Empty character family$/, 0],
  propertyNotClosed: [/^Unclosed character family$/, 'any'],
  propertyUnknown: [/^Unknown (?:character property name|Unicode property) /, 'any'],
  rangeBackwards: [/^Illegal character range$/, 'any'],
  repetitionBackwards: [/^Illegal repetition range$/, 'any'],
  repetitionForm: [/^Illegal repetition$/, 1],
  repetitionNotClosed: [/^Unclosed counted closure$/, 'any'],
  repetitionTooBig: [/^Illegal repetition range$/, 'any'],
  trailingBackslash: [/^Unexpected internal error$|^Unclosed|^Illegal/, 'end'],
  unicodeEscape: [/^Illegal Unicode escape sequence$/, 'any'],
}

const codePoints = (text: string) => [...text].length

describe('a Java pattern', () => {
  it('is held against at least 800 patterns, of which Java accepts and refuses hundreds', () => {
    const refused = ROWS.filter(row => row.refused)

    expect(ROWS.length).toBeGreaterThan(800)
    expect(refused.length).toBeGreaterThan(300)
    expect(ROWS.length - refused.length).toBeGreaterThan(300)
  })

  it('that Java accepts has no mistake', () => {
    const accepted = ROWS.filter(row => !row.refused)

    expect(accepted.flatMap(({ pattern }) => (mistakeIn(pattern) ? [[pattern, mistakeIn(pattern)]] : []))).toEqual([])
  })

  it('that Java refuses has a mistake, for the same reason', () => {
    const others = ROWS.filter(({ pattern, refused }) => {
      const mistake = mistakeIn(pattern)
      return refused && !(mistake && IN_JAVA[mistake.name][0].test(refused.description))
    })

    expect(others.map(row => [row, mistakeIn(row.pattern)])).toEqual([])
  })

  it('has its mistake at the place at which Java stops, or where what Java misses begins', () => {
    const elsewhere = ROWS.filter(({ pattern, refused }) => {
      const mistake = mistakeIn(pattern)
      // Java counts in the text that it makes of \Q…\E.
      if (!refused || !mistake || pattern.includes('\\Q')) return false
      const place = codePoints(pattern.slice(0, mistake.at))
      const [, behind] = IN_JAVA[mistake.name]
      if (behind === 'end') return refused.index < codePoints(pattern) - 1
      if (behind === 'any') return place > refused.index + 1
      return refused.index !== place + behind
    })

    expect(elsewhere.map(row => [row, mistakeIn(row.pattern)])).toEqual([])
  })

  it('shows every mistake that there is', () => {
    const found = new Set(ROWS.flatMap(({ pattern }) => mistakeIn(pattern)?.name ?? []))

    expect(Object.keys(IN_JAVA).filter(name => !found.has(name as MistakeName))).toEqual([])
  })

  it.each([
    ['a**', '"*" has nothing before it to repeat', 3],
    ['x(y', 'the "(" is not closed', 2],
    ['😀)', 'the ")" has no "(" before it', 3],
    ['[q-b]', 'the range "q-b" runs backwards', 2],
    ['\\Qab\\E[', 'the "[" is not closed', 7],
    ['\\p{Grek}', 'Java knows no character property with the name "Grek"', 4],
    ['\\k<n>', 'no group before it has the name "n"', 4],
  ] as const)('%s: %s (character %i)', (pattern, text, character) => {
    const mistake = mistakeIn(pattern)

    expect(mistake && mistakeText(mistake)).toBe(text)
    expect(mistake?.at).toBe(character - 1)
  })

  it('may be any text: reading never throws, and a mistake lies within the text', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...'()[]{}\\?*+|^$.&-<>=!:,ax1QEpkN# '), { maxLength: 40 }).map(signs => signs.join('')),
    )
    fc.assert(
      fc.property(anything, pattern => {
        const mistake = mistakeIn(pattern)

        expect(mistake?.at ?? 0).toBeLessThanOrEqual(pattern.length)
        expect(mistake?.at ?? 0).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it.each([
    ['(', ')'],
    ['[', ']'],
    ['[a&&', ']'],
    ['(?<=', ')'],
    ['(?<=a*?', ')'],
    ['(?:a|', ')*'],
    ['(?<a', '>'],
    ['a*?', ''],
    ['\\Q(\\E', ''],
    ['(?x)# ', '\n'],
    ['a{1}', ''],
  ])('of 64 KB of %s is read to its end without recursion', (opening, closing) => {
    const count = Math.floor(65_536 / (opening.length + closing.length))

    expect(() => readPattern(opening.repeat(count) + closing.repeat(count))).not.toThrow()
    expect(() => readPattern(`(?<=${opening.repeat(count)}${closing.repeat(count)})`)).not.toThrow()
  })
})
