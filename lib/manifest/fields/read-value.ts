import type { ValueDiagnostic } from '../diagnostics/raw-diagnostic.ts'
import { characterName } from '../text/characters.ts'
import { invisibleIn, withoutInvisible } from '../text/invisible.ts'
import type { Scalar } from '../text/tree.ts'
import { withoutSemicolons } from './check-text.ts'
import type { Field } from './field.ts'
import { SHAPES } from './shapes.ts'
import { onlyClosest } from './spelling.ts'

/** A value that was read, and its diagnostic. With a warning there is a value, too. */
export interface ReadValue {
  readonly value?: string | boolean
  readonly diagnostic?: ValueDiagnostic
}

const YES_NO: Readonly<Record<string, boolean>> = { yes: true, true: true, no: false, false: false }

/** The placeholder of a starter manifest, as an ECMA 262 pattern. */
export const PLACEHOLDER_PATTERN = '^(?:\\[.+\\]|\\*.+\\*|@.+@|<.+>|\\{.+\\})$'
const PLACEHOLDER = new RegExp(PLACEHOLDER_PATTERN)
/** The start of a placeholder, so that few values need the whole pattern. */
const BRACKETS = '[*@<{'

const SMART_QUOTES = /[\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb]/

/** Reads a value that is not empty. */
export const readValue = (field: Field, scalar: Scalar): ReadValue => {
  const { text } = scalar
  if (!scalar.quoted) {
    if (BRACKETS.includes(text.charAt(0)) && PLACEHOLDER.test(text))
      return { diagnostic: { code: 'PLACEHOLDER', params: { key: field.name } } }
    const quotes = smartQuotesAround(text)
    if (quotes) return { diagnostic: smartQuotes(scalar, field.name, quotes) }
  }
  const read = readText(field, text)
  if (read.value !== undefined) return read
  const diagnostic = read.diagnostic ?? notAllowed(field, text, '')
  const replaced = (value: string) => replacement(scalar, value)
  const visible = withoutInvisible(text)
  if (visible !== text && readText(field, visible).value !== undefined) {
    return {
      diagnostic: {
        ...diagnostic,
        hint: invisibleHint(text),
        fix: { title: 'Remove what is invisible', edits: replaced(visible) },
      },
    }
  }
  const slip = scalar.quoted ? undefined : slipOf(field, scalar)
  if (slip) return { diagnostic: slip }
  const meant = meantValue(field, text)
  if (meant === undefined) return { diagnostic }
  const title =
    field.value.is === 'text' && field.value.shape === 'emails'
      ? 'Part the addresses with semicolons'
      : `Write ${meant}`
  return { diagnostic: { ...diagnostic, fix: { title, edits: replaced(meant) } } }
}

const replacement = ({ start, end, quoted }: Scalar, text: string) =>
  quoted ? [{ start: start + 1, end: end - 1, text }] : [{ start, end, text }]

const invisibleHint = (text: string): string => {
  const [first] = invisibleIn(text)
  const at = first?.start ?? 0
  return `An invisible character is part of it: ${characterName(text, at)}, character ${at + 1} of the value. Remove it.`
}

const smartQuotes = ({ text, start, end }: Scalar, key: string, quotes: string): ValueDiagnostic => {
  const diagnostic: ValueDiagnostic = { code: 'SMART_QUOTES', params: { key, quotes } }
  if (quotes.length !== 2 || text.length < 3) return diagnostic
  const edits = [
    { start, end: start + 1, text: '' },
    { start: end - 1, end, text: '' },
  ]
  return { ...diagnostic, fix: { title: 'Remove the typographic quotes', edits } }
}

/** The only value that a text can mean: an allowed one with other capitals or a typing mistake, a bare name, a list. */
const meantValue = ({ value }: Field, text: string): string | undefined => {
  if (value.is === 'choice') return onlyClosest(text, value.of)
  if (value.is !== 'text') return undefined
  if (value.shape === 'bucket') return /^s3:\/\/([a-z0-9][a-z0-9.-]*)\/?$/i.exec(text)?.[1]
  if (value.shape !== 'emails' || !text.includes(',')) return undefined
  const list = text.replace(/\s*,\s*/g, ';')
  return SHAPES.emails.check(list, '') ? undefined : list
}

const readText = (field: Field, text: string): ReadValue => {
  const { value } = field
  if (value.is === 'yes-no') {
    const meant = YES_NO[text.toLowerCase()]
    return meant === undefined ? { diagnostic: notAllowed(field, text, 'yes or no') } : { value: meant }
  }
  if (value.is === 'choice') {
    return value.of.includes(text) ? { value: text } : { diagnostic: notAllowed(field, text, listed(value.of)) }
  }
  if (value.is !== 'text' || !value.shape) return { value: text }

  const diagnostic = SHAPES[value.shape].check(text, field.name)
  if (!diagnostic) return { value: text }
  return diagnostic.code === 'BUCKET_NAME_OLD_STYLE' ? { value: text, diagnostic } : { diagnostic }
}

/** A small mistake in an otherwise valid value, with its own message. */
const slipOf = (field: Field, { text, start, end }: Scalar): ValueDiagnostic | undefined => {
  const isFine = (shorter: string) => readText(field, shorter.trim()).value !== undefined
  const bare = text.endsWith(';') ? withoutSemicolons(text) : text
  if (text.endsWith(';') && isFine(bare)) {
    const fix = { title: 'Remove the semicolon', edits: [{ start: start + bare.length, end, text: '' }] }
    const params = { key: field.name }
    return { code: 'TRAILING_SEMICOLON', params, hint: `Write ${field.name}:${bare}.`, fix }
  }
  const comment = text.search(/[ \t]#/)
  if (comment !== -1 && isFine(text.slice(0, comment))) {
    const { diagnostic } = readText(field, text)
    return (
      diagnostic && {
        ...diagnostic,
        hint: 'A comment needs a line of its own: "#" and what follows are part of the value.',
      }
    )
  }
  if (field.value.is !== 'text' && text.includes('|') && text.split('|').every(isFine)) {
    return { code: 'PLACEHOLDER', params: { key: field.name }, hint: 'Keep one of the choices only.' }
  }
  return undefined
}

const notAllowed = ({ name, notAllowed: code = 'VALUE_NOT_ALLOWED', value }: Field, text: string, allowed: string) => {
  const meant = value.is === 'choice' ? value.of.find(choice => choice.toLowerCase() === text.toLowerCase()) : undefined
  return {
    code,
    params: { key: name, value: text, allowed },
    ...(meant !== undefined && { hint: `Did you mean "${meant}"? Upper and lower case matter.` }),
  }
}

const listed = (words: readonly string[]) => {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`
}

/** The typographic quotes at the start or end of a value. An apostrophe inside belongs to the value. */
export const smartQuotesAround = (text: string): string => {
  if (text.charCodeAt(0) <= 0x7f && text.charCodeAt(text.length - 1) <= 0x7f) return ''
  const [first, last] = [text.charAt(0), text.charAt(text.length - 1)]
  const quotes = SMART_QUOTES.test(first) ? first : ''
  return SMART_QUOTES.test(last) && text.length > 1 ? quotes + last : quotes
}
