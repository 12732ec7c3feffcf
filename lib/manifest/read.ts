import { keepSafeFixes } from './assist/safe-fixes.ts'
import { type Diagnostic, severityOf, toDiagnostics } from './diagnostics/diagnostic.ts'
import type { RawDiagnostic } from './diagnostics/raw-diagnostic.ts'
import { type DetectedKind, detectKind, guessKind } from './fields/detect-kind.ts'
import { JOB_TYPES, KIND_NAMES } from './fields/field.ts'
import { FIELDS } from './fields/fields.ts'
import { type OptionReading, readOptions } from './fields/read-options.ts'
import type { Draft, Era, JobType, Kind, Manifest } from './manifest.ts'
import type { About, RuleDiagnostic } from './rules/rule.ts'
import { rulesOf } from './rules/rules.ts'
import { checkCharacters, hasUnusualCharacters } from './text/characters.ts'
import { withLineEnds } from './text/line-ends.ts'
import { locate } from './text/locate.ts'
import { mendUnindented } from './text/mend-unindented.ts'
import { notAManifest } from './text/not-a-manifest.ts'
import { parseTree } from './text/parse-tree.ts'
import type { MapNode, Range } from './text/tree.ts'

export interface ReadOptions {
  /** What the request asks for. Default: what the manifest is. */
  readonly jobType?: JobType
  /** Default: `lenient` */
  readonly era?: Era
  /** From bucket to region, as far as known: rules about regions are checked then. Default: unknown. */
  readonly bucketRegions?: Readonly<Record<string, string>>
}

/** What was read. Only a valid manifest is there. */
export interface Reading {
  readonly valid: boolean
  readonly manifest?: Manifest
  /** What the manifest asks for, as far as it is clear. */
  readonly kind?: Kind
  readonly jobType?: JobType
  /** Everything that is wrong, in the order of the text, at most 100. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Names of options that are never written by chance. */
const TELLING_NAMES = FIELDS.flatMap(({ name, value }) => [
  name,
  ...('fields' in value ? value.fields : []).map(field => field.name),
]).filter(name => /[a-z][A-Z0-9]/.test(name) || name === 'bucket')

/** The largest manifest, in bytes of UTF-8. */
export const MOST_BYTES = 65_536

/**
 * Reads and checks a manifest: text, tree, options, rules. Takes any text, never throws, and needs time linear
 * in the length of the text.
 *
 * @example
 * const { valid, manifest, diagnostics } = readManifest('manifestVersion:2.0\nbucket:mybucket\n…')
 */
export const readManifest = (text: string, options: ReadOptions = {}): Reading => {
  const { era = 'lenient' } = options
  const read = readOnce(text, options)
  const faults = keepSafeFixes(text, read.faults, {
    isError: fault => severityOf(fault, era) === 'error',
    read: mended => readOnce(mended, options).faults,
  })
  const valid = read.options !== undefined && !faults.some(fault => severityOf(fault, era) === 'error')
  const diagnostics = toDiagnostics(read.text, faults, era)
  const { kind } = read
  if (!kind) return { valid, diagnostics }
  const jobType = JOB_TYPES[kind]
  // Without an error every required option was read, so the draft is whole.
  return valid
    ? { valid, manifest: { kind, jobType, ...read.options } as Manifest, kind, jobType, diagnostics }
    : { valid, kind, jobType, diagnostics }
}

/** A reading before its diagnostics are put into words. */
interface RawReading {
  /** The text with line ends that all agree on; places are the same. */
  readonly text: string
  readonly faults: readonly RawDiagnostic[]
  readonly kind?: Kind | undefined
  /** Absent if the text is not a manifest. */
  readonly options?: Draft
}

const readOnce = (given: string, { jobType: asked, bucketRegions = {} }: ReadOptions): RawReading => {
  const bytes = given.length * 3 <= MOST_BYTES ? 0 : new TextEncoder().encode(given).length
  if (bytes > MOST_BYTES) {
    const place = { start: 0, end: 0, pointer: '' }
    return { text: given, faults: [{ ...place, code: 'MANIFEST_TOO_LARGE', params: { bytes } }] }
  }

  const { text, unusual } = withLineEnds(given)
  const { root, lines, faults: syntaxFaults } = parseTree(text)
  const whole = { start: lines[0]?.content ?? 0, end: lines[0]?.end ?? 0 }
  const instead = notAManifest(text, lines, TELLING_NAMES)
  if (instead) return { text, faults: [instead] }
  const isUnusual = hasUnusualCharacters(text)
  const textFaults = [...(unusual ? [unusual] : []), ...(isUnusual ? checkCharacters(text) : [])]
  if (root.entries.size === 0 && syntaxFaults.every(({ code }) => code === 'NOT_A_PAIR')) {
    return { text, faults: [...textFaults, { ...whole, code: 'MANIFEST_MALFORMED', pointer: '' }] }
  }
  const mended = mendUnindented(root, FIELDS, text)
  const detected = detectKind(root)
  const kind = detected?.kind ?? guessKind(root, asked)
  const read = readOptions(root, kind, { text, hasUnusualCharacters: isUnusual }, whole)
  const ofRules = ruleFaults(read, { kind, bucketRegions }, { root, text, whole })
  const faults = [
    ...textFaults,
    ...syntaxFaults,
    ...mended,
    ...kindFaults(detected, kind, asked, whole),
    ...withoutNullsOfRules(read.faults, ofRules),
    ...ofRules,
  ]
  return { text, faults, kind, options: read.options }
}

const kindFaults = (
  detected: DetectedKind | undefined,
  kind: Kind | undefined,
  asked: JobType | undefined,
  whole: Range,
): RawDiagnostic[] => {
  if (!kind) return [{ ...whole, code: 'KIND_UNCLEAR', pointer: '' }]
  const meant = JOB_TYPES[kind]
  if (!detected || !asked || asked === meant) return []

  const { pointer, entry } = detected
  const { start, end, text: key } = entry.key
  return [{ code: 'JOB_TYPE_MISMATCH', start, end, pointer, params: { asked, kind: KIND_NAMES[kind], key, meant } }]
}

/** Where a rule misses what is null, the rule says more. */
const withoutNullsOfRules = (faults: readonly RawDiagnostic[], ofRules: readonly RawDiagnostic[]) =>
  faults.some(({ code }) => code === 'NULL_VALUE')
    ? faults.filter(({ code, pointer }) => code !== 'NULL_VALUE' || !ofRules.some(rule => rule.pointer === pointer))
    : faults

/** A warning leaves the value as it is; the severity of an era does not matter here. */
const isWithoutValue = (fault: RawDiagnostic) => severityOf(fault, '2015') === 'error'

/** Rules skip an option with an error of its own: it was meant to be there. They do not skip one with a warning. */
const ruleFaults = (
  { options, faults }: OptionReading,
  about: About,
  { root, text, whole }: { readonly root: MapNode; readonly text: string; readonly whole: Range },
): RawDiagnostic[] => {
  const found: RawDiagnostic[] = []
  let faulty: ReadonlySet<string> | undefined
  for (const { code, check } of rulesOf(about.kind)) {
    for (const { at, seen = at, params, fix } of check(options, about)) {
      faulty ??= new Set(faults.filter(isWithoutValue).map(fault => fault.pointer))
      if (faulty.has(at) || faulty.has(seen)) continue
      const place = locate(root, seen, whole)
      found.push({ code, pointer: at, ...place, ...(params && { params }), ...(fix && fixAt(text, place, fix)) })
    }
  }
  return found
}

/** A fix of what a value begins with; one that begins otherwise as it is written, such as with an escape, has none. */
const fixAt = (
  text: string,
  { start, end }: Range,
  { title, from, to }: NonNullable<RuleDiagnostic['fix']>,
): Pick<RawDiagnostic, 'fix'> => {
  const at = /["']/.test(text.charAt(start)) ? start + 1 : start
  if (!text.slice(at, end).startsWith(from)) return {}
  return { fix: { title, edits: [{ start: at, end: at + from.length, text: to }] } }
}
