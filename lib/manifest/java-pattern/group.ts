import { readGroupName } from './group-name.ts'
import { PatternRefused } from './mistake.ts'
import type { Flags, PatternReader } from './pattern-reader.ts'

/** What a parenthesis opens. `flags` changes the flags up to the end of the group around it, and has no ")" of its own to come. */
export type GroupKind = 'capturing' | 'atomic' | 'other' | 'look-ahead' | 'look-behind' | 'flags'

export interface GroupHead {
  readonly kind: GroupKind
  readonly name?: string
}

const QUESTION = 0x3f
const [CLOSING, MINUS] = [0x29, 0x2d]

/** Reads what opens a group; its "(" is the next character. */
export const readGroupHead = (reader: PatternReader): GroupHead => {
  const start = reader.cursor
  if (reader.next() !== QUESTION) return { kind: 'capturing' }

  const sign = String.fromCodePoint(reader.codeAt(reader.cursor + 1))
  reader.cursor += 2
  switch (sign) {
    case ':':
      return { kind: 'other' }
    case '>':
      return { kind: 'atomic' }
    case '=':
    case '!':
      return { kind: 'look-ahead' }
    case '<':
      return readBehindOrName(reader)
    default:
      reader.cursor--
      return readFlags(reader, start)
  }
}

const [EQUALS, EXCLAMATION] = [0x3d, 0x21]

const readBehindOrName = (reader: PatternReader): GroupHead => {
  const sign = reader.peek()
  if (sign !== EQUALS && sign !== EXCLAMATION) return { kind: 'capturing', name: readGroupName(reader) }
  reader.cursor++
  return { kind: 'look-behind' }
}

/** Each flag, and what it changes for a parser. */
const FLAGS: ReadonlyMap<string, Partial<Record<keyof Flags, boolean>>> = new Map([
  ['c', { canonical: true }],
  ['d', { unixLines: true }],
  ['i', {}],
  ['m', {}],
  ['s', {}],
  ['u', {}],
  ['x', { comments: true }],
  ['U', { unicodeClasses: true }],
])

/** `(?ix-ms)` and `(?ix-ms:…)`. A flag counts from the next character on. */
const readFlags = (reader: PatternReader, start: number): GroupHead => {
  let isOn = true
  for (let code = reader.peek(); ; code = reader.next()) {
    const change = FLAGS.get(String.fromCodePoint(code))
    if (change) reader.flags = { ...reader.flags, ...(isOn ? change : off(change)) }
    else if (code === MINUS && isOn) isOn = false
    else break
  }
  const end = reader.read()
  if (end === CLOSING) return { kind: 'flags' }
  if (end !== COLON) throw new PatternRefused('flagUnknown', reader.offsetOf(start))
  return { kind: 'other' }
}

const COLON = 0x3a

const off = (change: Partial<Record<keyof Flags, boolean>>) =>
  Object.fromEntries(Object.keys(change).map(name => [name, false]))
