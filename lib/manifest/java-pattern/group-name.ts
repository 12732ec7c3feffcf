import { PatternRefused } from './mistake.ts'
import type { PatternReader } from './pattern-reader.ts'

const GREATER = 0x3e
const LETTER = /[A-Za-z]/
const LETTER_OR_DIGIT = /[A-Za-z0-9]/

/** Reads `name>`: the name of a group, behind `(?<` or `\k<`. */
export const readGroupName = (reader: PatternReader): string => {
  const first = reader.read()
  const start = reader.cursor - 1
  let name = String.fromCodePoint(first)
  if (!LETTER.test(name)) throw new PatternRefused('groupNameStart', reader.offsetOf(start))
  for (;;) {
    const code = reader.read()
    if (code === GREATER) return name
    const character = String.fromCodePoint(code)
    if (!LETTER_OR_DIGIT.test(character)) {
      throw new PatternRefused('groupNameNotClosed', reader.offsetOf(reader.cursor - 1))
    }
    name += character
  }
}
