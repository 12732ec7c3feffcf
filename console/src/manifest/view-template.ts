import { fillInDefaults } from '../../../lib/manifest/assist/fill-in.ts'
import type { OptionTexts } from '../../../lib/manifest/assist/option-texts.ts'
import { fillKnown, fillValue, placeholdersIn, placeholdersOf } from '../../../lib/manifest/assist/placeholders.ts'
import type { Range } from '../../../lib/manifest/text/tree.ts'
import {
  DATE,
  DEVICE_ID,
  locatedTemplateFaults,
  type TemplateFault,
  type TemplateSettings,
} from '../../../lib/teams/templates/check-template.ts'
import { renderTemplate, type TemplateValues, wantedBy } from '../../../lib/teams/templates/render.ts'
import type { ManifestProblem, Placeholder, RenderedTemplate, TemplateView } from './protocol.ts'
import { viewManifest } from './view.ts'

/** What the page declares by itself: a placeholder that takes any value. */
const declaredFor = (text: string, known: readonly Placeholder[]): readonly Placeholder[] => {
  const declared = new Map<string, Placeholder>()
  const declare = (name: string): void => {
    if (declared.has(name) || name === DATE) return
    const before = known.find(one => one.name === name)
    // It needs no declaration, but may have one.
    if (name === DEVICE_ID && !before) return
    const placeholder = before ?? { name }
    declared.set(name, placeholder)
    for (const further of placeholdersOf(placeholder.default ?? '')) declare(further)
  }
  for (const { name } of placeholdersIn(text).uses) declare(name)
  return [...declared.values()]
}

/** Any day does for what is shown. */
const A_DAY = '2026-01-31'

/** What is filled in without anybody giving a value; `undefined`: it comes with each job. */
const byDefault = (placeholders: readonly Placeholder[]) => {
  const known = (name: string, within: readonly string[] = []): string | undefined => {
    if (name === DATE) return A_DAY
    const text = placeholders.find(one => one.name === name)?.default
    if (text === undefined || within.includes(name)) return undefined
    const parts = new Map(placeholdersOf(text).map(part => [part, known(part, [...within, name])]))
    return [...parts.values()].includes(undefined) ? undefined : fillValue(text, part => parts.get(part) ?? '')
  }
  return known
}

const placesOf = (text: string, { start, end }: Range) => {
  const at = (offset: number) => {
    const before = text.slice(0, offset).split('\n')
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
  }
  const [first, last] = [at(start), at(end)]
  return { start, end, ...first, endLine: last.line, endColumn: last.column }
}

/** A fault of the template as a problem of its text; one without a line is shown behind the last one. */
const problemOf = (text: string, { code, detail, pointer, line }: TemplateFault): ManifestProblem => {
  const lines = text.split('\n')
  const start = line === undefined ? text.length : lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0)
  const end = line === undefined ? start : start + (lines[line - 1]?.length ?? 0)
  return { code, severity: 'error', detail, pointer, ...placesOf(text, { start, end }) }
}

const overlaps = (one: Range, other: Range) => one.start <= other.end && other.start <= one.end

/**
 * All that the page shows of a template: what the API reports of it, and what the manifest language reports of its text with
 * the defaults of placeholders filled in. Of a value that comes with each job nothing is known yet, so nothing is reported.
 *
 * @param known placeholders as they were declared so far
 */
export const viewTemplate = (text: string, known: readonly Placeholder[], defaults: OptionTexts): TemplateView => {
  const placeholders = declaredFor(text, known)
  const { uses } = placeholdersIn(text)
  const filled = fillKnown(text, byDefault(placeholders))
  const whole = viewManifest(filled.text, defaults)
  const own = viewManifest(text)
  const faults = locatedTemplateFaults({ manifest: text, placeholders })
  const ofText = faults.filter(({ pointer }) => !pointer.startsWith('/placeholders'))
  const ofManifest = whole.diagnostics.flatMap((found): ManifestProblem[] => {
    if (filled.open.some(value => overlaps(value, found))) return []
    const { fixes = [], ...problem } = found
    const place = filled.placeBefore(found)
    // Places of a fix count in the text that is filled in.
    const isSame = filled.text === text && fixes.length > 0
    return [{ ...problem, ...placesOf(text, place), ...(isSame && { fixes }) }]
  })
  const diagnostics = [...ofText.map(fault => problemOf(text, fault)), ...ofManifest].toSorted(
    (one, other) => one.start - other.start,
  )
  const { names, needed } = wantedBy({ manifest: text, placeholders })
  return {
    ...whole,
    groups: own.groups.map(group => ({
      ...group,
      fields: group.fields.map(field => ({
        ...field,
        ...(field.choices && { choices: [...field.choices, ...namesOf(uses).map(name => `{{${name}}}`)] }),
      })),
    })),
    lists: own.lists,
    valid: diagnostics.every(({ severity }) => severity !== 'error') && faults.length === 0,
    diagnostics,
    placeholders,
    faults: faults.flatMap(({ pointer, detail }) => {
      const [, index] = /^\/placeholders\/(\d+)/.exec(pointer) ?? []
      const name = placeholders[Number(index)]?.name
      return name === undefined ? [] : [{ name, of: pointer.split('/')[3] ?? '', detail }]
    }),
    open: filled.open.length,
    names,
    needed,
  }
}

const namesOf = (uses: readonly { readonly name: string }[]) => [...new Set(uses.map(({ name }) => name))]

/** The manifest that a template makes of values, with what is wrong with it; or what is wrong with the values. */
export const tryTemplate = (
  template: TemplateSettings,
  values: TemplateValues,
  { today, defaults }: { readonly today: string; readonly defaults: OptionTexts },
): RenderedTemplate => {
  const rendered = renderTemplate(template, values, { today, pointer: '' })
  if ('faults' in rendered) return { faults: rendered.faults.map(({ detail }) => detail) }
  const { text } = fillInDefaults(rendered.text, defaults)
  return { text, diagnostics: viewManifest(text).diagnostics }
}
