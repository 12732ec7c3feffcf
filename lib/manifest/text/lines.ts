/** A line that says something: neither blank nor a comment. Offsets into the text. */
export interface Line {
  /** Where the line begins. */
  readonly start: number
  /** Its first non-blank character. */
  readonly content: number
  /** Behind its last non-blank character. */
  readonly end: number
}

const TAB = 9
const CARRIAGE_RETURN = 13
const BLANK = 32
const HASH = 35

export const isBlank = (code: number) => code === BLANK || code === TAB

/** Behind the last non-blank character of a range. */
export const trimEnd = (text: string, start: number, end: number): number => {
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return end
}

/** The first non-blank character of a range. */
export const skipBlanks = (text: string, start: number, end: number): number => {
  while (start < end && isBlank(text.charCodeAt(start))) start++
  return start
}

/**
 * The lines that say something. A line ends with LF or CRLF; a byte order mark before the first is skipped.
 */
export const contentLines = (text: string): Line[] => {
  const lines: Line[] = []
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0
  while (start < text.length) {
    const feed = text.indexOf('\n', start)
    const lineEnd = feed === -1 ? text.length : feed
    const beforeBreak = feed > start && text.charCodeAt(feed - 1) === CARRIAGE_RETURN ? feed - 1 : lineEnd
    const content = skipBlanks(text, start, beforeBreak)
    if (content < beforeBreak && text.charCodeAt(content) !== HASH) {
      lines.push({ start, content, end: trimEnd(text, content, beforeBreak) })
    }
    start = lineEnd + 1
  }
  return lines
}

/** The whole line around an offset, its line end with it: what to replace to remove the line. */
export const lineWithEnd = (text: string, offset: number): { start: number; end: number } => {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
  const feed = text.indexOf('\n', offset)
  return { start, end: feed === -1 ? text.length : feed + 1 }
}

/** Where each line begins, all of them: what turns an offset into a line and a column. */
export const lineStarts = (text: string): number[] => {
  const starts = [0]
  for (let feed = text.indexOf('\n'); feed !== -1; feed = text.indexOf('\n', feed + 1)) starts.push(feed + 1)
  return starts
}

/** How the text ends its lines; LF where it has a single one. */
export const lineBreak = (text: string): string => {
  const feed = text.indexOf('\n')
  return feed > 0 && text.charCodeAt(feed - 1) === CARRIAGE_RETURN ? '\r\n' : '\n'
}
