/** The characters of a pattern as code points, each with its offset in the pattern. */
export interface PatternCodes {
  readonly codes: number[]
  readonly offsets: number[]
}

const BACKSLASH = 0x5c
const [UPPER_Q, UPPER_E, LOWER_X, THREE] = [0x51, 0x45, 0x78, 0x33]

const isDigit = (code: number) => code >= 0x30 && code <= 0x39
const isLetter = (code: number) => (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)

export const codesOf = (pattern: string): PatternCodes => {
  const codes: number[] = []
  const offsets: number[] = []
  for (let at = 0; at < pattern.length; ) {
    const code = pattern.codePointAt(at) ?? 0
    codes.push(code)
    offsets.push(at)
    at += code > 0xffff ? 2 : 1
  }
  return { codes, offsets }
}

/**
 * The same pattern without `\Q…\E`: each character between them is escaped, before anything else is looked at, as Java does
 * it. A digit right behind `\Q` is written as `\x3…`, so that it does not go on an escape before it.
 */
export const unquote = (given: PatternCodes): PatternCodes => {
  const codes: number[] = []
  const offsets: number[] = []
  const put = (offset: number, ...more: number[]) => {
    for (const code of more) {
      codes.push(code)
      offsets.push(offset)
    }
  }
  let isQuoted = false
  let isFirst = false
  for (let at = 0; at < given.codes.length; at++) {
    const code = given.codes[at] ?? 0
    const following = given.codes[at + 1]
    const offset = given.offsets[at] ?? 0
    if (code === BACKSLASH && following === (isQuoted ? UPPER_E : UPPER_Q)) {
      isQuoted = !isQuoted
      isFirst = isQuoted
      at++
      continue
    }
    if (isQuoted) {
      if (isDigit(code) && isFirst) put(offset, BACKSLASH, LOWER_X, THREE, code)
      else if (code > 0x7f || isLetter(code) || isDigit(code)) put(offset, code)
      else put(offset, BACKSLASH, code)
    } else {
      put(offset, code)
      if (code === BACKSLASH && following !== undefined) put(given.offsets[++at] ?? 0, following)
    }
    isFirst = false
  }
  return { codes, offsets }
}
