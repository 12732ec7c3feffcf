import { FIELDS } from '../fields/fields.ts'
import type { Range } from '../text/tree.ts'
import { spellingsOf } from './spellings.ts'

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
  readonly isWord: boolean
  readonly isLong: boolean
}

const needleOf = (value: string): Needle => ({
  value,
  spelt: [...new Set(spellingsOf(value).map(({ text }) => text.trim().slice(0, LONGEST_COMPARED)))].filter(Boolean),
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
  return text => {
    if (needles.length === 0 || text === '') return text
    const spellings = spellingsOf(text)
    const runs = base64Runs(text)
    const ranges = needles.flatMap(needle => [
      ...spellings.flatMap(spelling => needle.spelt.flatMap(spelt => findIn(spelling, spelt, needle, text))),
      ...(needle.isWord
        ? []
        : [
            ...inHex(text, needle.value),
            ...runs.filter(({ says }) => says.some(said => needle.spelt.some(one => said.includes(one)))),
          ]),
    ])
    return hideRanges(text, [...ranges, ...cutOff(text, needles)])
  }
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

const inHex = (text: string, value: string): Range[] => {
  const digits = Buffer.from(value)
    .toString('hex')
    .slice(0, 2 * LONGEST_COMPARED)
  const at = text.toLowerCase().indexOf(digits)
  return at === -1 ? [] : [{ start: at, end: at + digits.length }]
}

/** A run of digits of Base64, and what it says: from each of its first digits on, since a longer text may have begun before. */
interface Run extends Range {
  readonly says: readonly string[]
}

const base64Runs = (text: string): Run[] =>
  [...text.matchAll(/[\w+/-]{8,}={0,2}/g)].map(({ 0: digits, index }) => ({
    start: index,
    end: index + digits.length,
    says: [0, 1, 2, 3].flatMap(skipped =>
      spellingsOf(Buffer.from(digits.slice(skipped), 'base64').toString('utf8')).map(spelling => spelling.text),
    ),
  }))

/** Where a text was cut off, a secret may be cut in two. */
const cutOff = (text: string, needles: readonly Needle[]): Range[] => {
  const end = text.replace(/(?:…|\.{3}|["'\s])+$/, '')
  const lower = end.toLowerCase()
  return needles.flatMap(({ value, isWord }) => {
    if (isWord) return []
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
