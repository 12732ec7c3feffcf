import { isBlank, skipBlanks } from './lines.ts'
import type { Scalar } from './tree.ts'

const DOUBLE_QUOTE = 34
const HASH = 35
const QUOTE = 39
const BACKSLASH = 92

/** YAML's words for nothing, where they are not quoted. */
export const isNullWord = (text: string): boolean =>
  text.length <= 4 && (text === '~' || text === 'null' || text === 'Null' || text === 'NULL')

/**
 * The value in `text[start, end)`, blanks around it taken off already. It stands for itself, every character of it,
 * unless it is quoted as a whole: then a comment may follow the closing quote.
 */
export const readScalar = (text: string, start: number, end: number): Scalar => {
  const quoted = readQuoted(text, start, end)
  if (quoted && isCommentOrNothing(text, quoted.end, end)) return quoted
  return { is: 'scalar', text: text.slice(start, end), quoted: false, start, end }
}

/**
 * The quoted text that begins at `start`, range with the quotes; `undefined` if no quote begins there.
 * Within `'` a quote is doubled; within `"` a backslash protects a quote or a backslash and is a plain character
 * before anything else, since patterns such as `"\.psd$"` are what the guide's users write.
 */
export const readQuoted = (text: string, start: number, end: number): Scalar | undefined => {
  const first = text.charCodeAt(start)
  if (start >= end || (first !== DOUBLE_QUOTE && first !== QUOTE)) return undefined

  const quote = first === QUOTE ? "'" : '"'
  const close = closingQuote(text, start + 1, end, quote)
  if (close === -1) return undefined
  const inner = text.slice(start + 1, close)
  const plain = quote === '"' ? inner.replace(/\\(["\\])/g, '$1') : inner.replaceAll("''", "'")
  return { is: 'scalar', text: plain, quoted: true, start, end: close + 1 }
}

const closingQuote = (text: string, from: number, end: number, quote: '"' | "'"): number => {
  for (let at = from; at < end; at++) {
    if (quote === '"' && text.charCodeAt(at) === BACKSLASH) at++
    else if (text[at] === quote) {
      if (quote === '"' || at + 1 >= end || text[at + 1] !== quote) return at
      at++
    }
  }
  return -1
}

const isCommentOrNothing = (text: string, from: number, end: number) => {
  const next = skipBlanks(text, from, end)
  return next === end || (next > from && isBlank(text.charCodeAt(from)) && text.charCodeAt(next) === HASH)
}
