import { skipBlanks, trimEnd } from './lines.ts'
import { readQuoted } from './scalar.ts'
import type { Scalar } from './tree.ts'

/** Where a line's name ends and its value begins. */
export interface Pair {
  readonly key: Scalar
  readonly colon: number
}

const COLON = 58

/** The first colon splits; one within a quoted key does not count. */
export const splitPair = (text: string, start: number, end: number): Pair | undefined => {
  const quoted = readQuoted(text, start, end)
  if (quoted) {
    const colon = skipBlanks(text, quoted.end, end)
    if (colon < end && text.charCodeAt(colon) === COLON) return { key: quoted, colon }
  }
  // Not `indexOf`, which would look through all that follows this line.
  let colon = start
  while (colon < end && text.charCodeAt(colon) !== COLON) colon++
  if (colon === end) return undefined
  const keyEnd = trimEnd(text, start, colon)
  return { key: { is: 'scalar', text: text.slice(start, keyEnd), quoted: false, start, end: keyEnd }, colon }
}

export const nothingAt = (offset: number): Scalar => ({
  is: 'scalar',
  text: '',
  quoted: false,
  start: offset,
  end: offset,
})
