import { isOneLine } from '../../manifest/assist/option-texts.ts'
import { fillPlaceholders, placeholdersIn, placeholdersOf } from '../../manifest/assist/placeholders.ts'
import { redactManifest } from '../../manifest/redact/secret-values.ts'
import type { Placeholder, Template } from '../belongings.ts'
import type { TeamFault } from '../errors.ts'
import { patternFault } from './pattern.ts'

/** The contents of a template. */
export type TemplateSettings = Pick<Template, 'manifest' | 'placeholders' | 'jobType'>

/** Filled in by Waybill: the day on which a job is made (UTC), `2026-11-21`. */
export const DATE = 'date'

/** Filled in for each device, without a declaration: the device's name. */
export const DEVICE_ID = 'deviceId'

const NAME = /^[A-Za-z]\w{0,63}$/
const MOST_PLACEHOLDERS = 50
const LONGEST_MANIFEST = 65_536
export const LONGEST_VALUE = 1_024

/** A fault with its place in the manifest, if it has one. */
export interface TemplateFault extends TeamFault {
  /** From 1. */
  readonly line?: number
}

/** The faults of a template. */
export const templateFaults = (settings: TemplateSettings): readonly TeamFault[] =>
  locatedTemplateFaults(settings).map(({ line, ...found }) =>
    line === undefined ? found : { ...found, detail: `Line ${line}: ${found.detail}` },
  )

/** The same, with lines separate from the messages. */
export const locatedTemplateFaults = ({ manifest, placeholders }: TemplateSettings): readonly TemplateFault[] => {
  if (manifest.length > LONGEST_MANIFEST) {
    return [fault('TEMPLATE_TOO_LARGE', `A manifest has at most ${LONGEST_MANIFEST} bytes.`, '/manifest')]
  }
  if (placeholders.length > MOST_PLACEHOLDERS) {
    return [fault('TOO_MANY', `At most ${MOST_PLACEHOLDERS} placeholders are taken.`, '/placeholders')]
  }
  const declared = new Map(placeholders.map(placeholder => [placeholder.name, placeholder]))
  const { uses, misplaced } = placeholdersIn(manifest)
  const isKnown = (name: string) => declared.has(name) || name === DATE || name === DEVICE_ID
  const used = new Set([
    ...uses.map(({ name }) => name),
    ...placeholders.flatMap(({ default: text = '' }) => placeholdersOf(text)),
  ])
  return [
    ...placeholders.flatMap((placeholder, index) => placeholderFaults(placeholder, index, placeholders, used)),
    ...placeholders.flatMap(({ default: text = '' }, index) =>
      placeholdersOf(text)
        .filter(name => !isKnown(name))
        .map(name => unknown(name, `/placeholders/${index}/default`)),
    ),
    ...cycleFaults(placeholders, declared),
    ...misplaced.map(line => ({
      ...fault(
        'PLACEHOLDER_MISPLACED',
        'A placeholder is {{name}}, letters, digits and underlines, and stands in the value of an option.',
        '/manifest',
      ),
      line,
    })),
    ...uses.filter(({ name }) => !isKnown(name)).map(({ name, line }) => ({ ...unknown(name, '/manifest'), line })),
    ...(uses.length === 0 && misplaced.length === 0
      ? [
          fault(
            'PLACEHOLDER_NONE',
            'The manifest has no placeholder, so every job of it would be the same.',
            '/manifest',
          ),
        ]
      : []),
    ...(HIDDEN.test(manifest)
      ? [fault('CONTROL_CHARACTER', 'The manifest has a control character, which no value can have.', '/manifest')]
      : []),
    ...secretFaults(manifest),
  ]
}

/** Lines end, and are indented; any other control character is in no manifest. */
const HIDDEN = /[^\P{Cc}\t\r\n]/u

const fault = (code: string, detail: string, pointer: string): TeamFault => ({ code, detail, pointer })

const unknown = (name: string, pointer: string) =>
  fault('PLACEHOLDER_UNKNOWN', `{{${name}}} is not among the placeholders of the template. Declare it.`, pointer)

const placeholderFaults = (
  { name, pattern, description = '', default: byDefault }: Placeholder,
  index: number,
  all: readonly Placeholder[],
  used: ReadonlySet<string>,
): TeamFault[] => {
  const at = `/placeholders/${index}`
  const ofPattern = pattern === undefined ? undefined : patternFault(pattern)
  const isPlain = isOneLine(pattern ?? '') && isOneLine(description)
  const isRepeated = all.findIndex(other => other.name === name) < index
  const checks: readonly (readonly [boolean, TeamFault])[] = [
    [
      !NAME.test(name),
      fault(
        'PLACEHOLDER_INVALID',
        'A name is letters, digits and underlines, a letter first, at most 64.',
        `${at}/name`,
      ),
    ],
    [
      name === DATE,
      fault('PLACEHOLDER_INVALID', `{{${DATE}}} is filled in by Waybill; choose another name.`, `${at}/name`),
    ],
    [isRepeated, fault('REPEATED', `{{${name}}} is declared twice.`, `${at}/name`)],
    [!used.has(name), fault('PLACEHOLDER_UNUSED', `The manifest has no {{${name}}}.`, `${at}/name`)],
    [ofPattern !== undefined, fault('PATTERN_INVALID', ofPattern ?? '', `${at}/pattern`)],
    [!isPlain, fault('PLACEHOLDER_INVALID', 'Pattern and description are one line of text each.', at)],
    [
      byDefault !== undefined && (!isOneLine(byDefault) || byDefault.length > LONGEST_VALUE),
      fault('DEFAULT_INVALID', `A value is one line of at most ${LONGEST_VALUE} characters.`, `${at}/default`),
    ],
  ]
  return checks.flatMap(([isWrong, found]) => (isWrong ? [found] : []))
}

/** The faults of defaults that refer to each other in a circle. */
const cycleFaults = (
  placeholders: readonly Placeholder[],
  declared: ReadonlyMap<string, Placeholder>,
): readonly TeamFault[] =>
  placeholders.flatMap(({ name }, index) => {
    const path = pathBack(name, declared)
    if (!path) return []
    const way = path.map(step => `{{${step}}}`).join(' -> ')
    return [
      fault('PLACEHOLDER_CYCLIC', `The default of {{${name}}} needs itself: ${way}.`, `/placeholders/${index}/default`),
    ]
  })

/** A path of defaults from a placeholder to itself. */
const pathBack = (start: string, declared: ReadonlyMap<string, Placeholder>): readonly string[] | undefined => {
  const seen = new Set<string>()
  const open: (readonly string[])[] = [[start]]
  for (let path = open.pop(); path; path = open.pop()) {
    for (const next of placeholdersOf(declared.get(path.at(-1) ?? '')?.default ?? '')) {
      if (next === start) return [...path, next]
      if (seen.has(next)) continue
      seen.add(next)
      open.push([...path, next])
    }
  }
  return undefined
}

/** The faults of secrets in a template. The whole team sees it, so a password must be a placeholder's value. */
const secretFaults = (manifest: string): readonly TeamFault[] => {
  const empty = fillPlaceholders(manifest, () => '').replaceAll('""', '')
  return redactManifest(empty) === empty
    ? []
    : [
        fault(
          'TEMPLATE_HAS_SECRET',
          'The manifest has a password or PIN in it. Put a placeholder in its place, and send the value with each job.',
          '/manifest',
        ),
      ]
}
