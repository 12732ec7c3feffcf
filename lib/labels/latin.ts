/**
 * What the fonts that every PDF reader has can show: Windows code page 1252 (PDF 32000-1, annex D.2, WinAnsiEncoding).
 * The soft hyphen is left out, since readers may swallow it.
 */
const NOT_WIN_ANSI =
  /[^\x20-\x7e\u00a0-\u00ac\u00ae-\u00ff\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]/gu

/** Turns one character, or a few, into ASCII; nothing for what it does not know. */
export type ToAscii = (text: string) => string

export interface Latin {
  readonly text: string
  /** Some of it is not as it was written: the paper must show this to its reader. */
  readonly isChanged: boolean
}

/**
 * A text in letters that the paper's fonts have. Others are written as they sound (`Москва` becomes `Moskva`), and what
 * has no sound is named by its number (`[U+E000]`): nothing goes missing, and nothing that a carrier cannot read is left.
 */
export const toLatin = (text: string, toAscii: ToAscii): Latin => {
  const oneLine = text.normalize('NFC').replace(/\s+/gu, ' ').trim()
  const latin = oneLine.replace(NOT_WIN_ANSI, character => soundOf(character, toAscii))
  return { text: latin, isChanged: latin !== oneLine }
}

const soundOf = (character: string, toAscii: ToAscii) => {
  // A mark of its own (NFC found no letter to join it with) has no sound, and its letter stands without it.
  if (/\p{M}/u.test(character)) return ''
  const sound = toAscii(character).replace(/[^\x20-\x7e]/g, '')
  if (sound !== '') return sound
  const number = character.codePointAt(0) ?? 0
  return `[U+${number.toString(16).toUpperCase().padStart(4, '0')}]`
}
