import type { Repetition } from './extent.ts'
import { PatternRefused } from './mistake.ts'
import type { PatternReader } from './pattern-reader.ts'

const [STAR, PLUS, QUESTION, OPENING_BRACE, CLOSING_BRACE, COMMA] = [0x2a, 0x2b, 0x3f, 0x7b, 0x7d, 0x2c]
const MOST = 0x7fffffff

export const isRepetitionSign = (code: number) => code === STAR || code === PLUS || code === QUESTION

/** Reads the repetition that comes next, if one does: `?`, `*`, `+` or `{…}`, each greedy, lazy or possessive. */
export const readRepetition = (reader: PatternReader): Repetition | undefined => {
  const code = reader.peek()
  const bounds = code === OPENING_BRACE ? readBounds(reader) : BOUNDS.get(code)
  if (!bounds) return undefined
  const sign = reader.next()
  if (sign !== QUESTION && sign !== PLUS) return { ...bounds, mode: 'greedy' }
  reader.next()
  return { ...bounds, mode: sign === PLUS ? 'possessive' : 'lazy' }
}

type Bounds = Pick<Repetition, 'least' | 'most'>

const BOUNDS: ReadonlyMap<number, Bounds> = new Map<number, Bounds>([
  [STAR, { least: 0, most: undefined }],
  [PLUS, { least: 1, most: undefined }],
  [QUESTION, { least: 0, most: 1 }],
])

/** `{2}`, `{2,}`, `{2,5}`; stays at the "}". */
const readBounds = (reader: PatternReader): Bounds => {
  const start = reader.offsetOf(reader.cursor)
  reader.cursor++
  // No blank may stand between "{" and the first digit, with any flags.
  const least = isDigit(reader.codeAt(reader.cursor)) ? readNumber(reader, start) : undefined
  if (least === undefined) throw new PatternRefused('repetitionForm', start)
  let most: number | undefined = least
  if (reader.peek() === COMMA) {
    most = reader.next() === CLOSING_BRACE ? undefined : readNumber(reader, start)
  }
  if (reader.peek() !== CLOSING_BRACE) throw new PatternRefused('repetitionNotClosed', start)
  if (most !== undefined && most < least) throw new PatternRefused('repetitionBackwards', start)
  return { least, most }
}

const isDigit = (code: number) => code >= 0x30 && code <= 0x39

/** 0 where no digit comes, as Java has it. */
const readNumber = (reader: PatternReader, start: number): number => {
  let number = 0
  for (let code = reader.peek(); isDigit(code); code = reader.next()) {
    number = number * 10 + (code - 0x30)
    if (number > MOST) throw new PatternRefused('repetitionTooBig', start)
  }
  return number
}
