import { PatternRefused } from './mistake.ts'
import type { PatternReader } from './pattern-reader.ts'

/** The escapes that name a character by a number or a name. Each reads what follows its letter and gives the code point. */

const MOST = 0x10ffff
const [OPENING_BRACE, CLOSING_BRACE, BACKSLASH, LOWER_U] = [0x7b, 0x7d, 0x5c, 0x75]

/** The value of a digit; -1 for any other character. */
const digitOf = (code: number, base: 8 | 16): number => {
  const digit = Number.parseInt(String.fromCodePoint(code), base)
  return Number.isNaN(digit) ? -1 : digit
}

/** Where the escape's letter stands. */
const letterAt = (reader: PatternReader) => reader.offsetOf(reader.cursor - 1)

/** `\0n`, `\0nn`, `\0nnn` up to 377. */
export const readOctal = (reader: PatternReader): number => {
  const at = letterAt(reader)
  const first = digitOf(reader.read(), 8)
  if (first === -1) throw new PatternRefused('octalEscape', at)
  let value = first
  for (let count = 1; count < (first <= 3 ? 3 : 2); count++) {
    const digit = digitOf(reader.peek(), 8)
    if (digit === -1) break
    value = value * 8 + digit
    reader.cursor++
  }
  return value
}

/** `\xhh`, or `\x{h…h}`. */
export const readHex = (reader: PatternReader): number => {
  const at = letterAt(reader)
  const opening = reader.read()
  const first = digitOf(opening, 16)
  if (first !== -1) {
    const second = digitOf(reader.read(), 16)
    if (second === -1) throw new PatternRefused('hexEscape', at)
    return first * 16 + second
  }
  if (opening !== OPENING_BRACE || digitOf(reader.peek(), 16) === -1) throw new PatternRefused('hexEscape', at)
  let value = 0
  for (;;) {
    const code = reader.read()
    const digit = digitOf(code, 16)
    if (digit === -1) {
      if (code !== CLOSING_BRACE) throw new PatternRefused('hexNotClosed', at)
      return value
    }
    value = value * 16 + digit
    if (value > MOST) throw new PatternRefused('hexTooBig', at)
  }
}

/** `\uhhhh`; two of them that make a surrogate pair are one character. */
export const readUnicode = (reader: PatternReader): number => {
  const high = readFour(reader)
  if (high < 0xd800 || high > 0xdbff) return high
  const behind = reader.cursor
  if (reader.read() === BACKSLASH && reader.read() === LOWER_U) {
    const low = readFour(reader)
    if (low >= 0xdc00 && low <= 0xdfff) return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)
  }
  reader.cursor = behind
  return high
}

const readFour = (reader: PatternReader): number => {
  const at = letterAt(reader)
  let value = 0
  for (let count = 0; count < 4; count++) {
    const digit = digitOf(reader.read(), 16)
    if (digit === -1) throw new PatternRefused('unicodeEscape', at)
    value = value * 16 + digit
  }
  return value
}

/** `\cX`: any character may follow. */
export const readControl = (reader: PatternReader): number => {
  const at = letterAt(reader)
  if (reader.isAtEnd()) throw new PatternRefused('controlEscape', at)
  return reader.read() ^ 64
}

/** Names of characters have these signs only. Which of them exist is not checked: the list alone measures half a megabyte. */
const CHARACTER_NAME = /^[A-Za-z0-9][A-Za-z0-9 ()_-]*$/

/** `\N{NAME}`. The code point is not known, so the escape is taken for the end of no range that runs backwards. */
export const readCharacterName = (reader: PatternReader): number => {
  const at = letterAt(reader)
  if (reader.read() !== OPENING_BRACE) throw new PatternRefused('characterName', at)
  const start = reader.cursor
  while (reader.read() !== CLOSING_BRACE) {
    if (reader.cursor >= reader.length) throw new PatternRefused('characterName', at)
  }
  const name = reader.charactersBetween(start, reader.cursor - 1)
  if (!CHARACTER_NAME.test(name.trim())) throw new PatternRefused('characterName', at)
  return Number.NaN
}
