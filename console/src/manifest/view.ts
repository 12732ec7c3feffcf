import { fillInDefaults } from '../../../lib/manifest/assist/fill-in.ts'
import type { OptionTexts } from '../../../lib/manifest/assist/option-texts.ts'
import type { Diagnostic } from '../../../lib/manifest/diagnostics/diagnostic.ts'
import { countryOf } from '../../../lib/manifest/fields/countries.ts'
import { detectKind, guessKind } from '../../../lib/manifest/fields/detect-kind.ts'
import { facilityIn } from '../../../lib/manifest/fields/facilities.ts'
import { type Field, fieldsOf } from '../../../lib/manifest/fields/field.ts'
import { FIELDS } from '../../../lib/manifest/fields/fields.ts'
import type { Kind } from '../../../lib/manifest/manifest.ts'
import { readManifest } from '../../../lib/manifest/read.ts'
import { isSecretName } from '../../../lib/manifest/redact/secret-names.ts'
import { customsBetween } from '../../../lib/manifest/rules/customs.ts'
import { parseTree } from '../../../lib/manifest/text/parse-tree.ts'
import { type MapNode, type Node, textOf } from '../../../lib/manifest/text/tree.ts'
import type { FormField, FormGroup, ManifestFacts, ManifestView } from './protocol.ts'

/** All that the page shows of a manifest, made of one text and of what the team's defaults fill in. */
export const viewManifest = (text: string, defaults: OptionTexts = {}): ManifestView => {
  const own = readManifest(text)
  const { text: whole, filled } = fillInDefaults(text, defaults)
  const { valid, kind: read, jobType, diagnostics } = filled.length === 0 ? own : readManifest(whole)
  const { root } = parseTree(text)
  const kind = read ?? detectKind(root)?.kind ?? guessKind(root, undefined)
  return {
    valid,
    ...(kind && { kind }),
    ...(jobType && { jobType }),
    diagnostics: diagnostics.map(found => own.diagnostics.find(isSame(found)) ?? atEnd(found, text)),
    ...formOf(root, kind),
    facts: factsOf(filled.length === 0 ? root : parseTree(whole).root),
    fromTeam: filled,
    hasSecret: [...root.entries].some(
      ([name, { value }]) => isSecretName(name) && (value.is !== 'scalar' || value.text !== ''),
    ),
  }
}

const isSame =
  ({ code, pointer, detail }: Diagnostic) =>
  (other: Diagnostic): boolean =>
    other.code === code && other.pointer === pointer && other.detail === detail

/** What is wrong with a default is in no line of the author's: it is shown behind the last one. */
const atEnd = ({ fixes: _, ...found }: Diagnostic, text: string): Diagnostic => {
  const lines = text.split('\n')
  const line = lines.length
  const column = (lines.at(-1)?.length ?? 0) + 1
  const { length } = text
  return { ...found, start: length, end: length, line, column, endLine: line, endColumn: column }
}

const formOf = (root: MapNode, kind: Kind | undefined): { groups: readonly FormGroup[]; lists: readonly string[] } => {
  const top: FormField[] = []
  const groups: FormGroup[] = []
  const lists: string[] = []
  for (const field of fieldsOf(FIELDS, kind).byName.values()) {
    const { name, value } = field
    if (value.is === 'map') groups.push(groupOf(root, field, value.fields, kind))
    else if (value.is === 'list') groups.push(...entriesOf(root, field, value.fields, kind))
    else if (['patterns', 'texts', 'substitutions'].includes(value.is)) lists.push(name)
    else top.push(fieldOf(root, field, [], kind))
  }
  return { groups: [{ name: '', fields: top }, ...groups], lists }
}

const mapOf = (node: Node | undefined): MapNode | undefined => (node?.is === 'map' ? node : undefined)

const groupOf = (root: MapNode, { name }: Field, table: readonly Field[], kind: Kind | undefined): FormGroup => {
  const map = mapOf(root.entries.get(name)?.value)
  const fields = [...fieldsOf(table, kind).byName.values()].map(field => fieldOf(map, field, [name], kind))
  return { name, fields }
}

const entriesOf = (root: MapNode, { name }: Field, table: readonly Field[], kind: Kind | undefined): FormGroup[] => {
  const list = root.entries.get(name)?.value
  if (list?.is !== 'list') return []
  return list.items.map(({ value }, index) => ({
    name: `${name} ${index + 1}`,
    fields: [...fieldsOf(table, kind).byName.values()].map(field =>
      fieldOf(mapOf(value), field, [name, String(index)], kind),
    ),
  }))
}

const fieldOf = (
  map: MapNode | undefined,
  field: Field,
  path: readonly string[],
  kind: Kind | undefined,
): FormField => {
  const { name, purpose, required = [], secret, value } = field
  const choices = value.is === 'choice' ? value.of : value.is === 'yes-no' ? ['yes', 'no'] : undefined
  return {
    path: [...path, name],
    name,
    value: (map && textOf(map, name)) ?? '',
    purpose,
    isRequired: kind !== undefined && required.includes(kind),
    isSecret: secret === true,
    ...(choices && { choices }),
    ...(field.default !== undefined && { default: field.default }),
  }
}

const factsOf = (root: MapNode): ManifestFacts => {
  const operations = root.entries.get('operations')?.value
  const items = operations?.is === 'list' ? operations.items.flatMap(({ value }) => mapOf(value) ?? []) : []
  const buckets = [
    textOf(root, 'bucket'),
    ...items.map(item => textOf(item, 'exportBucket')),
    textOf(root, 'logBucket'),
  ]
  const address = mapOf(root.entries.get('returnAddress')?.value)
  const erase = textOf(root, 'eraseDevice')?.toLowerCase()
  const region = items.map(item => textOf(item, 'region')).find(Boolean)
  const facility = region ? facilityIn(region) : undefined
  const country = address && textOf(address, 'country')
  const deviceId = textOf(root, 'deviceId')
  return {
    buckets: [...new Set(buckets.filter((name): name is string => name !== undefined && name !== ''))],
    customs: root.entries.has('customs') ? 'given' : customsBetween(country ? countryOf(country) : undefined, facility),
    ...(deviceId && { deviceId }),
    ...(erase && { isErased: erase === 'yes' || erase === 'true' }),
    ...(region && { region }),
    ...(facility && { facility }),
    ...(country && { country }),
  }
}
