import { isOneLine } from '../../manifest/assist/option-texts.ts'
import { fillPlaceholders, fillValue, placeholdersIn, placeholdersOf } from '../../manifest/assist/placeholders.ts'
import type { TeamFault } from '../errors.ts'
import { DATE, DEVICE_ID, LONGEST_VALUE, type TemplateSettings } from './check-template.ts'
import { isMatch } from './pattern.ts'

/** Values by the names of placeholders. */
export type TemplateValues = Readonly<Record<string, string>>

/** The placeholders of a template that take values, and those that require one. */
export const wantedBy = ({ manifest, placeholders }: TemplateSettings) => {
  const used = [
    ...placeholdersIn(manifest).uses.map(({ name }) => name),
    ...placeholders.flatMap(({ default: text = '' }) => placeholdersOf(text)),
  ]
  const names = [...new Set(used)].filter(name => name !== DATE)
  const withDefault = new Set(placeholders.filter(one => one.default !== undefined).map(({ name }) => name))
  return { names, needed: names.filter(name => !withDefault.has(name)) }
}

/**
 * A template's manifest with the values filled in, or the faults of the values.
 *
 * @param pointer the place of the values in the request
 */
export const renderTemplate = (
  template: TemplateSettings,
  given: TemplateValues,
  { today, pointer }: { readonly today: string; readonly pointer: string },
): { readonly text: string } | { readonly faults: readonly TeamFault[] } => {
  const { names, needed } = wantedBy(template)
  const known = new Map(Object.entries(given))
  const faults: TeamFault[] = [
    ...[...known.keys()]
      .filter(name => !names.includes(name))
      .map(name => ({
        code: 'VALUE_UNKNOWN',
        detail: `The template has no {{${name.slice(0, 64)}}}; it takes ${names.join(', ')}.`,
        pointer: `${pointer}/${name.slice(0, 64)}`,
      })),
    ...needed
      .filter(name => !known.has(name))
      .map(name => ({
        code: 'VALUE_MISSING',
        detail: `The template needs a value for {{${name}}}.`,
        pointer: `${pointer}/${name}`,
      })),
  ]
  if (faults.length > 0) return { faults }
  const byName = new Map(template.placeholders.map(placeholder => [placeholder.name, placeholder]))
  const fill = (name: string): string =>
    name === DATE ? today : (known.get(name) ?? fillValue(byName.get(name)?.default ?? '', fill))
  for (const name of names) {
    const why = whyNot(name, fill(name), byName.get(name)?.pattern)
    if (why !== undefined) faults.push({ code: 'VALUE_NOT_ALLOWED', detail: why, pointer: `${pointer}/${name}` })
  }
  return faults.length > 0 ? { faults } : { text: fillPlaceholders(template.manifest, fill) }
}

/** The value is not repeated: it may be a secret. */
const whyNot = (name: string, value: string, pattern: string | undefined): string | undefined => {
  if (!isOneLine(value)) return `The value of {{${name}}} has a line break or another control character.`
  if (value.length > LONGEST_VALUE) return `The value of {{${name}}} is longer than ${LONGEST_VALUE} characters.`
  if (name === DEVICE_ID && value.trim() === '') return `The value of {{${name}}} is empty.`
  if (pattern !== undefined && !isMatch(pattern, value)) return `The value of {{${name}}} does not match ${pattern}.`
  return undefined
}
