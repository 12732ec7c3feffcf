import type { Field } from '../fields/field.ts'
import { type PlaceInManifest, placeAt } from './place-at.ts'

/** A text that an editor can insert at an author's place. */
export interface ManifestCompletion {
  readonly label: string
  /** The range that it replaces. */
  readonly start: number
  readonly end: number
  readonly insert: string
  readonly is: 'option' | 'value'
  /** One sentence about it. */
  readonly purpose: string
  readonly isRequired: boolean
}

const INDENT = 4

/** The completions at an offset: missing options, required ones first, or the values of an option. */
export const completeManifest = (text: string, offset: number): readonly ManifestCompletion[] => {
  const place = placeAt(text, offset)
  if (!place.fields) return []
  return place.part === 'name' ? names(text, place) : values(place)
}

const names = (text: string, place: PlaceInManifest): ManifestCompletion[] => {
  const { fields = new Map<string, Field>(), siblings, start, end } = place
  const hasColon = text[end] === ':'
  return [...fields.values()]
    .filter(({ name }) => name === place.name || !siblings.has(name))
    .map(field => ({
      label: field.name,
      start,
      end,
      insert: hasColon ? field.name : field.name + opening(field, place.column),
      is: 'option' as const,
      purpose: field.purpose,
      isRequired: isRequired(field, place),
    }))
    .sort((a, b) => Number(b.isRequired) - Number(a.isRequired))
}

/** The text after the name: room for a value, or the first line of the option's own lines. */
const opening = ({ value }: Field, column: number): string => {
  const deeper = `:\n${' '.repeat(column + INDENT)}`
  switch (value.is) {
    case 'map':
    case 'texts':
    case 'substitutions':
      return deeper
    case 'list':
    case 'patterns':
      return `${deeper}- `
    default:
      return ': '
  }
}

const isRequired = ({ required = [] }: Field, { kind }: PlaceInManifest): boolean =>
  kind ? required.includes(kind) : required.length > 0

const values = (place: PlaceInManifest): ManifestCompletion[] => {
  const field = place.fields?.get(place.name)
  if (!field) return []
  return valuesOf(field).map(label => ({
    label,
    start: place.start,
    end: place.end,
    insert: label,
    is: 'value' as const,
    purpose: field.purpose,
    isRequired: false,
  }))
}

const valuesOf = ({ value, sample }: Field): readonly string[] => {
  if (value.is === 'choice') return value.of
  if (value.is === 'yes-no') return ['yes', 'no']
  return value.is === 'text' && sample !== undefined ? [sample] : []
}
