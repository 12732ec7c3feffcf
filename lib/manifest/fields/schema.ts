import { KINDS, type Kind } from '../manifest.ts'
import { type Field, fieldsOf, KIND_NAMES } from './field.ts'
import { FIELDS } from './fields.ts'
import { PLACEHOLDER_PATTERN } from './read-value.ts'
import { SHAPES } from './shapes.ts'

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
type Schema = { readonly [keyword: string]: Json }

/** A YAML reader may turn texts such as 49382 and no into numbers and booleans. */
const SCALAR = ['string', 'number', 'boolean']
const YES_NO = '^(?:[Yy][Ee][Ss]|[Nn][Oo]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$'

/**
 * The language as a JSON Schema (draft 2020-12), for editors that check YAML while an author types. `readManifest` also knows
 * the rules between options. The schema is never stricter, with one exception: a value in quotes that looks like a placeholder,
 * since the schema cannot see the quotes.
 */
export const manifestSchema = (): Schema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'AWS Import/Export manifest',
  anyOf: KINDS.map(kind => ({ $ref: `#/$defs/${kind}` })),
  $defs: Object.fromEntries(
    KINDS.map(kind => [kind, { title: `${KIND_NAMES[kind]} manifest`, ...mapSchema(FIELDS, kind) }]),
  ),
})

const mapSchema = (table: readonly Field[], kind: Kind): Schema => {
  const { byName, required } = fieldsOf(table, kind)
  return {
    type: 'object',
    properties: Object.fromEntries(
      [...byName].map(([name, field]) => [name, fieldSchema(field, kind, required.includes(field))]),
    ),
    required: required.map(field => field.name),
  }
}

const fieldSchema = (field: Field, kind: Kind, isRequired: boolean): Schema => {
  const schema = {
    description: `${field.purpose} (${field.source})`,
    ...(field.default !== undefined && { default: field.default }),
    ...(field.secret && { writeOnly: true }),
    ...(field.sample !== undefined && field.value.is === 'text' && { examples: [field.sample] }),
  }
  const value = valueSchema(field, kind)
  // An optional option may be empty.
  return isRequired ? { ...schema, ...value } : { ...schema, anyOf: [value, { enum: ['', null] }] }
}

const valueSchema = ({ value }: Field, kind: Kind): Schema => {
  switch (value.is) {
    case 'map':
      return mapSchema(value.fields, kind)
    case 'list':
      return { type: 'array', items: mapSchema(value.fields, kind) }
    case 'patterns':
      return { type: 'array', items: { type: SCALAR, minLength: 1 } }
    case 'texts':
    case 'substitutions':
      return { type: 'object', additionalProperties: { type: [...SCALAR, 'null'] } }
    case 'yes-no':
      return { type: ['string', 'boolean'], pattern: YES_NO }
    case 'choice':
      return { enum: [...new Set(value.of.flatMap(choice => [choice, ...asNumber(choice)]))] }
    case 'text': {
      const pattern = value.shape && SHAPES[value.shape].pattern
      return {
        type: SCALAR,
        minLength: 1,
        not: { type: 'string', pattern: PLACEHOLDER_PATTERN },
        ...(pattern && { pattern }),
      }
    }
  }
}

/** `2.0` without quotes is the number 2 to a YAML reader. */
const asNumber = (choice: string): number[] => (/^\d+\.\d+$/.test(choice) ? [Number(choice)] : [])
