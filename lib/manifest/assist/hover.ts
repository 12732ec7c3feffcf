import { type Field, KIND_NAMES } from '../fields/field.ts'
import { placeAt } from './place-at.ts'

/** The facts about an option, for a person who points at it. */
export interface OptionHelp {
  /** The range of its name or value. */
  readonly start: number
  readonly end: number
  readonly name: string
  readonly purpose: string
  readonly isRequired: boolean
  /** The kinds of manifests that have it, in words. */
  readonly kinds: readonly string[]
  /** The values that it takes, if they are few. */
  readonly values: readonly string[]
  readonly default?: string
  /** It is a secret, whose value Waybill never shows. */
  readonly isSecret: boolean
  /** The guide's page. */
  readonly source: string
}

/** Help about the option at an offset; `undefined`: the option is unknown. */
export const hoverManifest = (text: string, offset: number): OptionHelp | undefined => {
  const { fields, name, start, end, kind } = placeAt(text, offset)
  const field = fields?.get(name)
  if (!field || end === start) return undefined
  return { start, end, ...helpOf(field), isRequired: kind !== undefined && field.required?.includes(kind) === true }
}

const helpOf = (field: Field) => ({
  name: field.name,
  purpose: field.purpose,
  kinds: field.kinds.map(kind => KIND_NAMES[kind]),
  values: field.value.is === 'choice' ? field.value.of : field.value.is === 'yes-no' ? ['yes', 'no'] : [],
  ...(field.default !== undefined && { default: field.default }),
  isSecret: field.secret === true,
  source: field.source,
})
