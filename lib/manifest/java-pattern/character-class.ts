import { readEscape, unknownEscape } from './escape.ts'
import { PatternRefused } from './mistake.ts'
import type { PatternReader } from './pattern-reader.ts'
import { readProperty } from './property.ts'

const [OPENING, CLOSING, CARET, AND, BACKSLASH, HYPHEN] = [0x5b, 0x5d, 0x5e, 0x26, 0x5c, 0x2d]
const [LOWER_P, UPPER_P, LOWER_V] = [0x70, 0x50, 0x76]

/** A class that is being read: one in brackets, or what stands right of `&&` without brackets of its own. */
interface OpenClass {
  readonly isBracketed: boolean
  readonly start: number
  /** Whether it has a member; until then "]" is a character. */
  hasMember: boolean
  /** Whether the right side of an `&&` is being read, and whether it has a member. */
  right?: { hasMember: boolean } | undefined
}

/** Reads a class; its "[" is the next character. Needs no recursion, however deep classes are nested. */
export const readClass = (reader: PatternReader): void => {
  const open: OpenClass[] = []
  const begin = (isBracketed: boolean) => {
    const start = reader.cursor
    if (isBracketed && reader.next() === CARET && reader.codeAt(reader.cursor - 1) === OPENING) reader.next()
    open.push({ isBracketed, start, hasMember: false })
  }

  begin(true)
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const code = reader.peek()
    if (reader.isAtEnd()) throw new PatternRefused('classNotClosed', reader.offsetOf(outermost(open)))
    if (top.right) {
      if (code !== CLOSING && code !== AND) {
        top.right.hasMember = true
        begin(code === OPENING)
        continue
      }
      if (!top.hasMember && !top.right.hasMember) {
        throw new PatternRefused('intersectionEmpty', reader.offsetOf(reader.cursor - 1))
      }
      top.hasMember = true
      top.right = undefined
    }
    if (code === OPENING) {
      top.hasMember = true
      begin(true)
    } else if (code === CLOSING && top.hasMember) {
      if (top.isBracketed) reader.next()
      open.pop()
    } else if (code === AND && followedByAnd(reader)) {
      top.right = { hasMember: false }
    } else {
      readMember(reader)
      top.hasMember = true
    }
  }
}

const outermost = ([first]: readonly OpenClass[]) => first?.start ?? 0

/** Passes over `&&`; a single "&" stays, but for what Java steps over: with the flag `x`, one before a blank. */
const followedByAnd = (reader: PatternReader): boolean => {
  if (reader.next() === AND) {
    reader.next()
    return true
  }
  reader.cursor--
  return false
}

/** A character, a range, an escape, or a property. */
const readMember = (reader: PatternReader): void => {
  const start = reader.cursor
  const first = readCharacter(reader)
  if (first === undefined || reader.peek() !== HYPHEN) return
  const behind = reader.codeAt(reader.cursor + 1)
  if (behind === OPENING || behind === CLOSING) return
  reader.next()
  if (reader.isAtEnd()) return
  const last = reader.peek() === BACKSLASH ? readEscapeInClass(reader, true) : reader.read()
  if (last === undefined || last < first) {
    const range = reader.textBetween(start, reader.cursor)
    throw new PatternRefused('rangeBackwards', reader.offsetOf(start), range)
  }
}

/** @returns the code point; `undefined` for what stands for more than one character */
const readCharacter = (reader: PatternReader): number | undefined => {
  if (reader.peek() !== BACKSLASH) return reader.read()
  const letter = reader.codeAt(reader.cursor + 1)
  if (letter === LOWER_P || letter === UPPER_P) {
    reader.cursor += 2
    readProperty(reader)
    return undefined
  }
  return readEscapeInClass(reader, reader.codeAt(reader.cursor + 2) === HYPHEN)
}

const VERTICAL_TAB = 0x0b

/** `\v` is all vertical blanks, but at an end of a range it is the vertical tab, which it once was. */
const readEscapeInClass = (reader: PatternReader, isInRange: boolean): number | undefined => {
  const start = reader.cursor
  if (isInRange && reader.codeAt(start + 1) === LOWER_V) {
    reader.cursor += 2
    return VERTICAL_TAB
  }
  const { code, isOfClass } = readEscape(reader, 'class')
  if (!isOfClass) throw unknownEscape(reader, start)
  return code
}
