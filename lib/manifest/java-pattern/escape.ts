import { BACK_REFERENCE, type Extent, LINE_END, NOTHING, ONE, UNCOUNTED } from './extent.ts'
import { readGroupName } from './group-name.ts'
import { PatternRefused } from './mistake.ts'
import { readCharacterName, readControl, readHex, readOctal, readUnicode } from './number-escape.ts'
import type { PatternReader } from './pattern-reader.ts'

/** What an escape stands for: one character, a class of characters, or a place or text that no class can hold. */
export interface Escape {
  readonly extent: Extent
  /** A single character's code point: what a range can begin or end with. */
  readonly code?: number
  /** Whether it can stand within a class. */
  readonly isOfClass: boolean
}

const character = (code: number): Escape => ({ extent: ONE, code, isOfClass: true })
const CLASS: Escape = { extent: ONE, isOfClass: true }
const place = (extent: Extent): Escape => ({ extent, isOfClass: false })

/** Letters with a meaning of their own. The other letters mean nothing, and all other characters stand for themselves. */
const LETTERS: ReadonlyMap<string, Escape | ((reader: PatternReader) => number)> = new Map<
  string,
  Escape | ((reader: PatternReader) => number)
>([
  ...['A', 'B', 'G', 'Z', 'z'].map(letter => [letter, place(NOTHING)] as const),
  ...['D', 'H', 'S', 'V', 'W', 'd', 'h', 's', 'v', 'w'].map(letter => [letter, CLASS] as const),
  ['R', place(LINE_END)],
  ['X', place(UNCOUNTED)],
  ['a', character(0x07)],
  ['e', character(0x1b)],
  ['f', character(0x0c)],
  ['n', character(0x0a)],
  ['r', character(0x0d)],
  ['t', character(0x09)],
  ['0', readOctal],
  ['N', readCharacterName],
  ['c', readControl],
  ['u', readUnicode],
  ['x', readHex],
])

const LETTER_OR_DIGIT = /[A-Za-z0-9]/

/** The groups that a reference can name: those that begin before it. */
export interface Groups {
  readonly count: number
  readonly names: ReadonlySet<string>
}

/** Reads an escape; the backslash is the next character. `\p` and `\P` are read elsewhere, and a class has no references. */
export const readEscape = (reader: PatternReader, groups: Groups | 'class'): Escape => {
  const start = reader.cursor
  reader.cursor += 2
  if (start + 1 >= reader.length) throw new PatternRefused('trailingBackslash', reader.offsetOf(start))

  const code = reader.codeAt(start + 1)
  const sign = String.fromCodePoint(code)
  if (groups !== 'class') {
    if (sign >= '1' && sign <= '9') return readBackReference(reader, code - 0x30, groups.count)
    if (sign === 'k') return readNamedReference(reader, start, groups.names)
    if (sign === 'b') return readBoundary(reader, start)
  }
  const known = LETTERS.get(sign)
  if (typeof known === 'function') return character(known(reader))
  if (known) return known
  if (LETTER_OR_DIGIT.test(sign)) throw unknownEscape(reader, start)
  return character(code)
}

export const unknownEscape = (reader: PatternReader, start: number) =>
  new PatternRefused('escapeUnknown', reader.offsetOf(start), String.fromCodePoint(reader.codeAt(start + 1)))

/** As many digits as there are groups for; the first is always one. */
const readBackReference = (reader: PatternReader, first: number, groupCount: number): Escape => {
  let number = first
  for (let digit = reader.peek() - 0x30; digit >= 0 && digit <= 9; digit = reader.peek() - 0x30) {
    if (number * 10 + digit > groupCount) break
    number = number * 10 + digit
    reader.cursor++
  }
  return place(BACK_REFERENCE)
}

const LESS = 0x3c

const readNamedReference = (reader: PatternReader, start: number, names: ReadonlySet<string>): Escape => {
  if (reader.read() !== LESS) throw new PatternRefused('backreferenceForm', reader.offsetOf(start))
  const from = reader.cursor
  const name = readGroupName(reader)
  if (!names.has(name)) throw new PatternRefused('backreferenceUnknown', reader.offsetOf(from), name)
  return place(BACK_REFERENCE)
}

const [LOWER_G, OPENING_BRACE, CLOSING_BRACE] = [0x67, 0x7b, 0x7d]

/** `\b`, or `\b{g}`: the boundary of a grapheme. */
const readBoundary = (reader: PatternReader, start: number): Escape => {
  if (reader.peek() !== OPENING_BRACE || reader.codeAt(reader.cursor + 1) !== LOWER_G) return place(NOTHING)
  reader.cursor += 2
  if (reader.read() !== CLOSING_BRACE) throw unknownEscape(reader, start)
  return place(NOTHING)
}
