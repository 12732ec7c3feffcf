import fc from 'fast-check'
import { type Field, fieldsOf, JOB_TYPES } from '../../lib/manifest/fields/field.ts'
import { FIELDS } from '../../lib/manifest/fields/fields.ts'
import type { ShapeName } from '../../lib/manifest/fields/shapes.ts'
import { KINDS, type Kind, type Manifest, type Plain } from '../../lib/manifest/manifest.ts'

/** What a line can hold, with the signs that mean something over-represented; never blank altogether. */
export const lineText = fc
  .string({
    unit: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...` :#"'\\[]{}*@<>|-;,$^?=\t`) },
      { weight: 5, arbitrary: fc.constantFrom(...'abcXYZ019/.') },
      { weight: 1, arbitrary: fc.constantFrom('é', '日', '“', '”', '🚚', ' ') },
    ),
    minLength: 1,
    maxLength: 24,
  })
  .filter(text => text.trim() !== '' && text.isWellFormed())

const name = fc.oneof(fc.stringMatching(/^[A-Za-z]\w{0,8}$/), lineText)

const SHAPED: Readonly<Record<ShapeName, fc.Arbitrary<string>>> = {
  accessKeyId: fc.stringMatching(/^[A-Z0-9]{20}$/),
  amount: fc.constantFrom('250.00', '1', '$1,250'),
  bucket: fc.stringMatching(/^[a-z][a-z0-9-]{1,20}[a-z0-9]$/),
  emails: fc.constantFrom('jo@example.com', 'jo@example.com;al@example.com', 'jo@example.com; al@example.com;'),
  tariff: fc.constantFrom('8471.70.2000', '8523.51'),
  vault: fc.stringMatching(/^[A-Za-z0-9_.-]{1,20}$/),
}

const plain: fc.Arbitrary<Plain> = fc.letrec<{ plain: Plain }>(tie => ({
  plain: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'plain' },
    fc.oneof(lineText, fc.constant('')),
    fc.array(tie('plain'), { minLength: 1, maxLength: 3, depthIdentifier: 'plain' }),
    fc.dictionary(name, tie('plain'), { minKeys: 1, maxKeys: 3, noNullPrototype: true, depthIdentifier: 'plain' }),
  ),
})).plain

const fieldValue = (field: Field, kind: Kind): fc.Arbitrary<unknown> => {
  const { value } = field
  switch (value.is) {
    case 'map':
      return options(value.fields, kind)
    case 'list':
      return fc.array(options(value.fields, kind), { minLength: 1, maxLength: 3 })
    case 'patterns':
      return fc.array(fc.constantFrom('\\.psd$', '^backup/', '(?:a|b):c', 'a: b', '#x', '- y', '"q"', 'key:v'), {
        minLength: 1,
      })
    case 'texts':
      return fc.dictionary(name, fc.oneof(lineText, fc.constant('')), { minKeys: 1, noNullPrototype: true })
    case 'substitutions':
      return fc.uniqueArray(fc.record({ from: fc.constantFrom('A', '1', '[ ]', 'a:b', '"', '-'), to: lineText }), {
        minLength: 1,
        selector: ({ from }) => from,
      })
    case 'yes-no':
      // What rules refuse or demand more for is not what is looked at here.
      return fc.constant(field.name === 'eraseDevice')
    case 'choice':
      return field.name === 'region' ? fc.constant('us-east-1') : fc.constantFrom(...value.of)
    case 'text':
      if (field.name === 'country') return fc.constantFrom('USA', 'Your Country')
      return value.shape ? SHAPED[value.shape] : lineText
  }
}

const options = (table: readonly Field[], kind: Kind): fc.Arbitrary<Record<string, unknown>> => {
  const { byName, required } = fieldsOf(table, kind)
  const names = [...required.map(field => field.name), 'stateOrProvince'].filter(key => byName.has(key))
  const known = fc.record(Object.fromEntries([...byName].map(([key, field]) => [key, fieldValue(field, kind)])), {
    requiredKeys: names,
  })
  const unknownName = name.filter(key => !table.some(field => field.name === key) && /^\w/.test(key))
  const unknown = fc.dictionary(unknownName, plain, { minKeys: 1, maxKeys: 2, noNullPrototype: true })
  return fc
    .tuple(known, fc.option(unknown, { nil: undefined, freq: 3 }))
    .map(([values, extra]) => (extra ? { ...values, unknown: extra } : values))
}

/** A manifest that is valid, of any kind, with any option, and with options that nobody knows. */
export const arbitraryManifest: fc.Arbitrary<Manifest> = fc.constantFrom(...KINDS).chain(kind =>
  options(FIELDS, kind).map(
    // Made by the table of fields, as readManifest makes it.
    values => ({ kind, jobType: JOB_TYPES[kind], ...values, serviceLevel: 'standard' }) as unknown as Manifest,
  ),
)
