import { skipBlanks, trimEnd } from './lines.ts'
import { readQuoted } from './scalar.ts'
import type { Scalar } from './tree.ts'

/** Where a line's name ends and its value begins. */
export interface Pair {
  readonly key: Scalar
  readonly colon: number
}

/** The first colon splits; one within a quoted key does not count. */
export const splitPair = (text: string, start: number, end: number): Pair | undefined => {
  const quoted = readQuoted(text, start, end)
  if (quoted) {
    const colon = skipBlanks(text, quoted.end, end)
    if (text[colon] === ':' && colon < end) return { key: quoted, colon }
  }
  const length = text.slice(start, end).indexOf(':')
  if (length === -1) return undefined
  const colon = start + length
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
