import type { ValueDiagnostic } from '../diagnostics/raw-diagnostic.ts'
import type { Scalar } from '../text/tree.ts'
import type { Field } from './field.ts'
import { SHAPES } from './shapes.ts'

/** A single value as its option understands it; `wrong` may be a mere warning, then there is a value too. */
export interface ReadValue {
  readonly value?: string | boolean
  readonly wrong?: ValueDiagnostic
}

const YES_NO: Readonly<Record<string, boolean>> = { yes: true, true: true, no: false, false: false }

/** What templates put where something must be filled in, as an ECMA 262 pattern. */
export const PLACEHOLDER_PATTERN = '^(?:\\[.+\\]|\\*.+\\*|@.+@|<.+>|\\{.+\\})$'
const PLACEHOLDER = new RegExp(PLACEHOLDER_PATTERN)

const SMART_QUOTES = /[\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb]/

/** Reads a value that is not empty. */
export const readValue = (field: Field, scalar: Scalar): ReadValue => {
  const { text } = scalar
  if (!scalar.quoted) {
    if (PLACEHOLDER.test(text)) return { wrong: { code: 'PLACEHOLDER', params: { key: field.name } } }
    const quotes = smartQuotesAround(text)
    if (quotes) return { wrong: { code: 'SMART_QUOTES', params: { key: field.name, quotes } } }
  }
  const read = readText(field, text)
  if (scalar.quoted || read.value !== undefined) return read
  return { wrong: slipOf(field, text) ?? read.wrong ?? notAllowed(field, text, '') }
}

const readText = (field: Field, text: string): ReadValue => {
  const { value } = field
  if (value.is === 'yes-no') {
    const meant = YES_NO[text.toLowerCase()]
    return meant === undefined ? { wrong: notAllowed(field, text, 'yes or no') } : { value: meant }
  }
  if (value.is === 'choice') {
    return value.of.includes(text) ? { value: text } : { wrong: notAllowed(field, text, listed(value.of)) }
  }
  if (value.is !== 'text' || !value.shape) return { value: text }

  const wrong = SHAPES[value.shape].check(text, field.name)
  if (!wrong) return { value: text }
  return wrong.code === 'BUCKET_NAME_OLD_STYLE' ? { value: text, wrong } : { wrong }
}

/** A small slip that makes a good value a bad one, and deserves a sentence of its own. */
const slipOf = (field: Field, text: string): ValueDiagnostic | undefined => {
  const isFine = (shorter: string) => readText(field, shorter.trim()).value !== undefined
  if (text.endsWith(';') && isFine(text.slice(0, -1))) {
    return { code: 'TRAILING_SEMICOLON', params: { key: field.name, value: text.slice(0, -1).trim() } }
  }
  const comment = text.search(/[ \t]#/)
  if (comment !== -1 && isFine(text.slice(0, comment))) {
    const { wrong } = readText(field, text)
    return wrong && { ...wrong, hint: 'A comment needs a line of its own: "#" and what follows are part of the value.' }
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

/** The typographic quotes that a value begins or ends with, if any. An apostrophe within is none of our business. */
export const smartQuotesAround = (text: string): string => {
  const [first, last] = [text.charAt(0), text.charAt(text.length - 1)]
  if (first <= '\x7f' && last <= '\x7f') return ''
  const quotes = SMART_QUOTES.test(first) ? first : ''
  return SMART_QUOTES.test(last) && text.length > 1 ? quotes + last : quotes
}
