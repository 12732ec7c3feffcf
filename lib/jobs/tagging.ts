import { once } from '../manifest/once.ts'
import { JobError } from './errors.ts'

/** Names and values by which a team finds and counts its jobs, for example cost centre and project. */
export type Tags = Readonly<Record<string, string>>

/** What a sender adds to a manifest. The job keeps it unchanged. */
export interface Tagging {
  readonly tags?: Tags
  /** Free text for people. */
  readonly description?: string
}

const MOST_TAGS = 20
const LONGEST_NAME = 64
const LONGEST_VALUE = 128
/** All tags together, in UTF-8. A page of a list has up to 1,000 jobs with their tags. */
const MOST_TAG_BYTES = 2048
export const LONGEST_DESCRIPTION = 500

/**
 * The characters that AWS allows in tags. A name has no `=`, which separates name and value in one text. Made for the first tag:
 * a function that starts needs none, and the letters of Unicode take a millisecond.
 */
const patterns = once(() => ({
  name: /^[\p{L}\p{N}](?:[\p{L}\p{N} _.:/+@-]{0,62}[\p{L}\p{N}_.:/+@-])?$/u,
  value: /^[\p{L}\p{N}_.:/+@=-](?:[\p{L}\p{N} _.:/+@=-]{0,126}[\p{L}\p{N}_.:/+@=-])?$/u,
}))

/** The limits in words, for messages. */
const TAGS_ALLOWED = `At most ${MOST_TAGS} tags, each with a name of 1 to ${LONGEST_NAME} and a value of 1 to ${LONGEST_VALUE} characters: letters, digits, blanks within, and _ . : / + - @ (in values = too). A name begins with a letter or a digit. All tags together have at most ${MOST_TAG_BYTES} bytes.`
const DESCRIPTION_ALLOWED = `A description has 1 to ${LONGEST_DESCRIPTION} characters, and no control characters but tabs and line ends.`

/**
 * Checks tags and description, and orders the tags by their names.
 *
 * Refuses: TAGS_INVALID, DESCRIPTION_INVALID.
 */
export const requireTagging = ({ tags, description }: Tagging): Tagging => {
  const ordered = orderedTags(tags)
  if (description !== undefined && !isDescription(description)) {
    throw new JobError('DESCRIPTION_INVALID', `The description is not taken. ${DESCRIPTION_ALLOWED}`)
  }
  return {
    ...(Object.keys(ordered).length > 0 && { tags: ordered }),
    ...(description !== undefined && { description }),
  }
}

/**
 * Checks tags, and orders them by their names.
 *
 * Refuses: TAGS_INVALID.
 */
export const orderedTags = (tags: Tags = {}): Tags => {
  const entries = Object.entries(tags)
  const bad = entries.find(([name, value]) => !patterns().name.test(name) || !patterns().value.test(value))
  if (bad) throw tagsInvalid(`The tag ${JSON.stringify(shortOf(bad[0]))} is not taken.`)
  if (entries.length > MOST_TAGS) throw tagsInvalid(`There are ${entries.length} tags.`)
  const bytes = entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(name + value), 0)
  if (bytes > MOST_TAG_BYTES) throw tagsInvalid(`The tags have ${bytes} bytes.`)
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

const isDescription = (text: string) =>
  text.length > 0 &&
  text.length <= LONGEST_DESCRIPTION &&
  text.isWellFormed() &&
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is not taken
  !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/.test(text)

export const tagsInvalid = (what: string) => new JobError('TAGS_INVALID', `${what} ${TAGS_ALLOWED}`)

const shortOf = (name: string) => (name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME)}…`)

/** Only the tags and the description of an object. */
export const taggingOf = ({
  tags,
  description,
}: { readonly [K in keyof Tagging]: Tagging[K] | undefined }): Tagging => ({
  ...(tags && { tags }),
  ...(description !== undefined && { description }),
})

/** A tag as one text, `NAME=VALUE`, as in queries, tables and CSV. */
export const tagText = ([name, value]: readonly [string, string]) => `${name}=${value}`

/** The tag in a text `NAME=VALUE`. `undefined`: the text has no `=`. */
export const tagOfText = (text: string): readonly [string, string] | undefined => {
  const end = text.indexOf('=')
  return end < 0 ? undefined : [text.slice(0, end), text.slice(end + 1)]
}
