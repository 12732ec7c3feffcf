import { once } from '../once.ts'

/** Characters that cannot be seen, and blanks other than that of the keyboard. */
const INVISIBLE =
  /[\u00a0\u00ad\u061c\u115f\u1160\u1680\u180e\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\uffa0\ufff9-\ufffb]|\u034f|\u200c|\u200d|[\u{e0000}-\u{e007f}]/gu
const BLANK = /^[\p{Zs}\t]$/u

/** A stretch of a text; offsets into it. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/**
 * The invisible characters of a free text that cannot be meant: those at its ends, and those inside that the script
 * around them has no use for. Blanks of other scripts and joiners between letters are part of a text.
 */
export const invisibleIn = (text: string): Stretch[] => {
  const found = [...text.matchAll(INVISIBLE)].map(({ 0: character, index }) => ({ character, index }))
  if (found.length === 0) return []
  const first = firstVisible(text)
  const last = text.length - firstVisible([...text].reverse().join(''))
  const stretches: { start: number; end: number }[] = []
  for (const { character, index } of found) {
    const isInside = index >= first && index < last
    if ((isInside || TAG.test(character)) && isMeant(text, index, character)) continue
    const before = stretches.at(-1)
    if (before?.end === index) before.end += character.length
    else stretches.push({ start: index, end: index + character.length })
  }
  return stretches
}

/** The text as it is meant where only a few values are allowed. */
export const withoutInvisible = (text: string): string => text.replace(INVISIBLE, '').trim()

const firstVisible = (text: string): number => {
  let at = 0
  for (const character of text) {
    INVISIBLE.lastIndex = 0
    if (!BLANK.test(character) && !INVISIBLE.test(character)) break
    at += character.length
  }
  return at
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|[\u{10800}-\u{10fff}]|[\u{1e800}-\u{1efff}]/u
/** Scripts that write without blanks between words. */
const WITHOUT_BLANKS =
  '[\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Script=Tibetan}\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{M}]'
const LETTER = '[\\p{L}\\p{M}\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f]'

/** A flag of a region ends with them. */
const TAG = /[\u{e0020}-\u{e007f}]/u

/** Which characters have a use, and between what. Made when one is there, which is seldom: all scripts take long to prepare. */
const needs = once((): readonly (readonly [character: RegExp, before: RegExp, behind: RegExp])[] => [
  [/\u200c|\u200d/, new RegExp(`${LETTER}$`, 'u'), new RegExp(`^${LETTER}`, 'u')],
  [/[\u200b\u2060]/, new RegExp(`${WITHOUT_BLANKS}$`, 'u'), new RegExp(`^${WITHOUT_BLANKS}`, 'u')],
  [/\u180e/, /\p{Script=Mongolian}$/u, /^\p{Script=Mongolian}/u],
  [/\u034f/, /[\p{L}\p{M}]$/u, /^[\p{L}\p{M}]/u],
  [/[\u115f\u1160\u3164\uffa0]/, /\p{Script=Hangul}$/u, /./u],
  // A flag of a region is a black flag with tags behind it, the last of them a tag that ends it.
  [TAG, /\u{1f3f4}[\u{e0020}-\u{e007e}]*$/u, /(?:)/u],
])

const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/
/** So far around a character is looked: further than any flag is long. */
const NEAR = 40

const isMeant = (text: string, index: number, character: string): boolean => {
  if (BLANK.test(character)) return true
  const before = text.slice(Math.max(0, index - NEAR), index)
  const behind = text.slice(index + character.length, index + NEAR)
  if (DIRECTION.test(character)) return RIGHT_TO_LEFT.test(before) || RIGHT_TO_LEFT.test(behind)
  return needs().some(([what, left, right]) => what.test(character) && left.test(before) && right.test(behind))
}
