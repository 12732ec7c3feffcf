import type { DiagnosticCode } from '../diagnostics/codes.ts'
import { type JobType, KINDS, type Kind } from '../manifest.ts'
import type { ShapeName } from './shapes.ts'

/** The service's own job type of each kind. */
export const JOB_TYPES: Readonly<Record<Kind, JobType>> = {
  's3-import': 'Import',
  's3-export': 'Export',
  'ebs-import': 'Import',
  'glacier-import': 'Import',
}

/** A kind in a sentence. */
export const KIND_NAMES: Readonly<Record<Kind, string>> = {
  's3-import': 'S3 import',
  's3-export': 'S3 export',
  'ebs-import': 'EBS import',
  'glacier-import': 'Glacier import',
}

/** The form of an option's value. */
export type Value =
  | { readonly is: 'text'; readonly shape?: ShapeName }
  | { readonly is: 'choice'; readonly of: readonly string[] }
  | { readonly is: 'yes-no' }
  /** Further options, with their own table. */
  | { readonly is: 'map'; readonly fields: readonly Field[] }
  /** A list of maps. */
  | { readonly is: 'list'; readonly fields: readonly Field[] }
  /** A list of Java regular expressions. */
  | { readonly is: 'patterns' }
  /** Names of the author's choice, each with a text. */
  | { readonly is: 'texts' }
  /** From a Java regular expression to its replacement, in order. */
  | { readonly is: 'substitutions' }

/** An option. A name may have two rows if its values differ between kinds. */
export interface Field {
  readonly name: string
  readonly kinds: readonly Kind[]
  /** The kinds that require it. Default: none */
  readonly required?: readonly Kind[]
  readonly value: Value
  /** The value if it is left out. Default: none */
  readonly default?: string
  /** Whether its value is a secret. Default: no */
  readonly secret?: true
  /** One sentence for templates, the schema and the reference. */
  readonly purpose: string
  /** The source: a page of the guide, or a sample manifest. */
  readonly source: string
  /** The kinds whose starter manifest has it, although it is optional. Default: none */
  readonly advised?: readonly Kind[]
  /** The value in a starter manifest. Default: a placeholder that must be filled in */
  readonly sample?: string
  /** The code if it is missing. Default: OPTION_MISSING */
  readonly missing?: DiagnosticCode
  /** The code of an invalid value. Default: VALUE_NOT_ALLOWED */
  readonly notAllowed?: DiagnosticCode
}

/** A table of fields, by kind and name. */
export interface FieldIndex {
  readonly byName: ReadonlyMap<string, Field>
  readonly required: readonly Field[]
}

const indexes = new WeakMap<readonly Field[], Map<Kind | undefined, FieldIndex>>()

/**
 * The rows of a table for a kind. Without a kind: the first row of each name, and only options that every kind requires are
 * required.
 */
export const fieldsOf = (table: readonly Field[], kind: Kind | undefined): FieldIndex => {
  let byKind = indexes.get(table)
  if (!byKind) {
    byKind = new Map()
    indexes.set(table, byKind)
  }
  let index = byKind.get(kind)
  if (!index) {
    index = makeIndex(table, kind)
    byKind.set(kind, index)
  }
  return index
}

const makeIndex = (table: readonly Field[], kind: Kind | undefined): FieldIndex => {
  const rows = kind ? table.filter(field => field.kinds.includes(kind)) : table
  const byName = new Map<string, Field>()
  for (const field of rows) if (!byName.has(field.name)) byName.set(field.name, field)
  const needing = kind ? [kind] : KINDS
  const isNeeded = (name: string) =>
    needing.every(one => rows.some(row => row.name === name && row.required?.includes(one)))
  return { byName, required: [...byName.values()].filter(({ name }) => isNeeded(name)) }
}
