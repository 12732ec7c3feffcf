import { FIELDS } from '../fields/fields.ts'
import type { Range } from '../text/tree.ts'
import { spelledTexts, spellingsOf } from './spellings.ts'

export const REDACTED = '[redacted]'

/** So much of a value is looked for; what follows a longer one is hidden to the end of its line. */
const LONGEST_COMPARED = 128
/** A shorter value is hidden only where it stands as a word of its own. */
const SHORTEST_PART = 6
/** From so much of a value at the end of a text on, it was cut off. */
const SHORTEST_REST = 4

const LANGUAGE = FIELDS.map(({ name }) => name)
  .join(' ')
  .toLowerCase()

/** A value that a text may repeat. */
interface Needle {
  readonly value: string
  /** Its spellings: one, unless it looks escaped itself. */
  readonly spelt: readonly string[]
  readonly hex: string
  readonly isWord: boolean
  readonly isLong: boolean
}

const needleOf = (value: string): Needle => ({
  value,
  spelt: [...new Set(spelledTexts(value).map(text => text.trim().slice(0, LONGEST_COMPARED)))].filter(Boolean),
  hex: Buffer.from(value)
    .toString('hex')
    .slice(0, 2 * LONGEST_COMPARED),
  // Sentences about manifests are full of the names of options (`trueCryptPassword`).
  isWord: value.length < SHORTEST_PART || LANGUAGE.includes(value.toLowerCase()),
  isLong: value.length > LONGEST_COMPARED,
})

/**
 * Hides values wherever a text repeats them: in upper or lower case, with other blanks, in quotes, escaped for XML, JSON or
 * a shell, URL-encoded, several of these at once; in Base64 and in hexadecimal digits; cut off at the text's end.
 *
 * A value of fewer than six characters, and one that is a part of an option's name, is hidden only where it stands as a word
 * of its own.
 */
export const hideValues = (values: readonly string[]): ((text: string) => string) => {
  const needles = values.map(needleOf)
  const parts = needles.filter(({ isWord }) => !isWord)
  return text => {
    if (needles.length === 0 || text === '') return text
    const lower = text.toLowerCase()
    return hideRanges(text, [
      ...asSpelt(text, needles),
      ...parts.flatMap(({ hex }) => inHex(lower, hex)),
      ...inBase64(text, parts),
      ...cutOff(text, parts),
    ])
  }
}

/** Where a text repeats a value in one of its spellings. Where its characters stand is looked for only where it does. */
const asSpelt = (text: string, needles: readonly Needle[]): Range[] => {
  const texts = spelledTexts(text)
  const there = needles.filter(({ spelt }) => spelt.some(one => texts.some(said => said.includes(one))))
  if (there.length === 0) return []
  const spellings = spellingsOf(text)
  return there.flatMap(needle =>
    spellings.flatMap(spelling => needle.spelt.flatMap(spelt => findIn(spelling, spelt, needle, text))),
  )
}

const findIn = (
  { text, from, to }: ReturnType<typeof spellingsOf>[number],
  spelt: string,
  { isWord, isLong }: Needle,
  original: string,
): Range[] => {
  const ranges: Range[] = []
  for (let at = text.indexOf(spelt); at !== -1; at = text.indexOf(spelt, at + 1)) {
    const end = at + spelt.length
    if (isWord && (isLetter(text[at - 1]) || isLetter(text[end]))) continue
    const last = to[end - 1] ?? 0
    ranges.push({ start: from[at] ?? 0, end: isLong ? lineEnd(original, last) : last })
  }
  return ranges
}

const isLetter = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character)

const lineEnd = (text: string, from: number) => {
  const feed = text.indexOf('\n', from)
  return feed === -1 ? text.length : feed
}

const inHex = (lower: string, hex: string): Range[] => {
  const at = lower.indexOf(hex)
  return at === -1 ? [] : [{ start: at, end: at + hex.length }]
}

/** From its first digit on: a word that is too short is not tried again from each of its letters. */
const BASE64_RUN = /(?<![\w+/-])[\w+/-]{8,}={0,2}/g

/**
 * Runs of digits of Base64 that say a value, from any of their first digits on, since a longer text may have begun before.
 * Four digits say three characters at the most, so most words of a text are too short to be looked at.
 */
const inBase64 = (text: string, needles: readonly Needle[]): Range[] => {
  const spelt = needles.flatMap(needle => needle.spelt)
  if (spelt.length === 0) return []
  const shortest = Math.min(...spelt.map(({ length }) => length))
  return [...text.matchAll(BASE64_RUN)].flatMap(({ 0: digits, index }) =>
    digits.length * 3 >= shortest * 4 && says(digits, spelt) ? [{ start: index, end: index + digits.length }] : [],
  )
}

const says = (digits: string, spelt: readonly string[]): boolean =>
  [0, 1, 2, 3].some(skipped =>
    spelledTexts(Buffer.from(digits.slice(skipped), 'base64').toString('utf8')).some(said =>
      spelt.some(one => said.includes(one)),
    ),
  )

/** Where a text was cut off, a secret may be cut in two. */
const cutOff = (text: string, needles: readonly Needle[]): Range[] => {
  const end = text.replace(/(?:…|\.{3}|["'\s])+$/, '')
  const lower = end.toLowerCase()
  return needles.flatMap(({ value }) => {
    const known = value.toLowerCase()
    for (let length = Math.min(known.length - 1, LONGEST_COMPARED); length >= SHORTEST_REST; length--) {
      if (lower.endsWith(known.slice(0, length))) return [{ start: end.length - length, end: end.length }]
    }
    return []
  })
}

const hideRanges = (text: string, ranges: readonly Range[]): string => {
  let shown = ''
  let done = 0
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (end <= done) continue
    // What overlaps is one stretch.
    if (start >= done) shown += text.slice(done, start) + REDACTED
    done = end
  }
  return shown + text.slice(done)
}
