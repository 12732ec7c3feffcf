import { type Field, fieldsOf } from '../fields/field.ts'
import { FIELDS } from '../fields/fields.ts'
import { smartQuotesAround } from '../fields/read-value.ts'
import type { Kind, Manifest, Plain, Substitution } from '../manifest.ts'
import { isNullWord } from './scalar.ts'

const INDENT = '    '

/**
 * A manifest's canonical text: options in the order of the table of fields, one style, no comments. It is YAML as well.
 * Two texts that mean the same print the same, and reading the printed text gives an equal manifest.
 */
export const printManifest = (manifest: Manifest): string => {
  const { kind, jobType, ...options } = manifest
  return `${printMap(options, FIELDS, kind, '').join('\n')}\n`
}

/** Options by their names, in alphabetical order, a line each; values must be of one line. */
export const printOptions = (options: { readonly [name: string]: Plain }): string[] => printPlainMap(options, '')

const printMap = (values: object, table: readonly Field[], kind: Kind, indent: string): string[] => {
  const { unknown, ...known } = values as { [name: string]: unknown; unknown?: Readonly<Record<string, Plain>> }
  const lines: string[] = []
  for (const [name, field] of fieldsOf(table, kind).byName) {
    const value = known[name]
    if (value !== undefined) lines.push(...printField(field, value, kind, indent))
  }
  return [...lines, ...printPlainMap(unknown ?? {}, indent)]
}

/** The table says what a field's value is, and `readManifest` made it by that same table: hence the casts. */
const printField = ({ name, value: { is, ...form } }: Field, value: unknown, kind: Kind, indent: string): string[] => {
  const head = `${indent}${name}:`
  const deeper = indent + INDENT
  const fields = 'fields' in form ? form.fields : []
  switch (is) {
    case 'map':
      return [head, ...printMap(value as object, fields, kind, deeper)]
    case 'list':
      return [head, ...(value as object[]).flatMap(item => asItem(printMap(item, fields, kind, ''), deeper))]
    case 'patterns':
      return [head, ...(value as string[]).map(pattern => `${deeper}- ${quoteIfNeeded(pattern, ITEM)}`)]
    case 'texts':
      return [head, ...printPlainMap(value as Record<string, string>, deeper)]
    case 'substitutions':
      return [head, ...(value as Substitution[]).map(({ from, to }) => `${deeper}${printPair(from, to)}`)]
    case 'yes-no':
      return [`${head} ${value === true ? 'yes' : 'no'}`]
    default:
      return [`${head} ${quoteIfNeeded(value as string, VALUE)}`]
  }
}

/** Names in alphabetical order, since the order of a map means nothing. */
const printPlainMap = (map: Readonly<Record<string, Plain>>, indent: string): string[] =>
  Object.keys(map)
    .sort()
    .flatMap(name => printPlain(`${indent}${quoteIfNeeded(name, KEY)}:`, map[name] ?? '', indent))

const printPlain = (head: string, value: Plain, indent: string): string[] => {
  if (typeof value === 'string') return [`${head} ${quoteIfNeeded(value, VALUE)}`]
  const deeper = indent + INDENT
  if (!Array.isArray(value)) return [head, ...printPlainMap(value as Record<string, Plain>, deeper)]
  return [head, ...value.flatMap(item => printPlainItem(item, deeper))]
}

const printPlainItem = (item: Plain, indent: string): string[] => {
  if (typeof item === 'string') return [`${indent}- ${quoteIfNeeded(item, ITEM)}`]
  if (Array.isArray(item)) return [`${indent}-`, ...item.flatMap(inner => printPlainItem(inner, indent + INDENT))]
  return asItem(printPlainMap(item as Record<string, Plain>, ''), indent)
}

/** The lines of a map as one entry of a list: a dash before the first, the others below it. */
const asItem = (lines: readonly string[], indent: string): string[] =>
  lines.map((line, number) => `${indent}${number === 0 ? '- ' : '  '}${line}`)

const printPair = (name: string, value: string) => `${quoteIfNeeded(name, KEY)}: ${quoteIfNeeded(value, VALUE)}`

/** What can stand without quotes: as a name, as a value, as an item of a list. */
const KEY = /^[A-Za-z0-9_][\w.-]*$/
const VALUE = /^[\p{L}\p{N}/_.+$^\\(~=;](?:[^\t#:]|(?<! )#|:(?! |$))*(?<![ :])$/u
const ITEM = /^[\p{L}\p{N}/_.+$^\\(~=;](?:[^\t#:]|(?<! )#)*(?<! )$/u

const quoteIfNeeded = (text: string, plain: RegExp): string =>
  plain.test(text) && !/^.+;$/s.test(text) && !isNullWord(text) && smartQuotesAround(text) === ''
    ? text
    : `"${text.replace(/["\\]/g, '\\$&')}"`

/** A text as the value of an option, in quotes where it needs them. */
export const printValue = (text: string): string => quoteIfNeeded(text, VALUE)
