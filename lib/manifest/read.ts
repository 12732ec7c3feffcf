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
  /** The job type of the request. Default: the manifest's own */
  readonly jobType?: JobType
  /** Default: `lenient` */
  readonly era?: Era
  /** The known regions of buckets, for the rules about regions. Default: none are known */
  readonly bucketRegions?: Readonly<Record<string, string>>
}

/** The result of reading a manifest. */
export interface Reading {
  readonly valid: boolean
  readonly manifest?: Manifest
  /** The kind of the manifest, if it is clear. */
  readonly kind?: Kind
  readonly jobType?: JobType
  /** All diagnostics in the order of the text, at most 100. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Names of options that do not occur by chance in other texts. */
const TELLING_NAMES = FIELDS.flatMap(({ name, value }) => [
  name,
  ...('fields' in value ? value.fields : []).map(field => field.name),
]).filter(name => /[a-z][A-Z0-9]/.test(name) || name === 'bucket')

/** The largest manifest, in bytes of UTF-8. */
export const MOST_BYTES = 65_536

/**
 * Reads and checks a manifest: text, tree, options, rules. Accepts any text, never throws, and takes linear time.
 *
 * @example
 * const { valid, manifest, diagnostics } = readManifest('manifestVersion:2.0\nbucket:mybucket\n…')
 */
export const readManifest = (text: string, options: ReadOptions = {}): Reading => {
  const { era = 'lenient' } = options
  const read = readOnce(text, options)
  const safe = keepSafeFixes(text, read.diagnostics, {
    isError: one => severityOf(one, era) === 'error',
    read: mended => readOnce(mended, options).diagnostics,
  })
  const valid = read.options !== undefined && !safe.some(one => severityOf(one, era) === 'error')
  const diagnostics = toDiagnostics(read.text, safe, era)
  const { kind } = read
  if (!kind) return { valid, diagnostics }
  const jobType = JOB_TYPES[kind]
  // Without errors, every required option was read, so the draft is complete.
  return valid
    ? { valid, manifest: { kind, jobType, ...read.options } as Manifest, kind, jobType, diagnostics }
    : { valid, kind, jobType, diagnostics }
}

/** A reading before its diagnostics are put into words. */
interface RawReading {
  /** The text with uniform line ends. Offsets stay the same. */
  readonly text: string
  readonly diagnostics: readonly RawDiagnostic[]
  readonly kind?: Kind | undefined
  /** Absent if the text is not a manifest. */
  readonly options?: Draft
}

const readOnce = (given: string, { jobType: asked, bucketRegions = {} }: ReadOptions): RawReading => {
  const bytes = given.length * 3 <= MOST_BYTES ? 0 : new TextEncoder().encode(given).length
  if (bytes > MOST_BYTES) {
    const place = { start: 0, end: 0, pointer: '' }
    return { text: given, diagnostics: [{ ...place, code: 'MANIFEST_TOO_LARGE', params: { bytes } }] }
  }

  const { text, unusual } = withLineEnds(given)
  const { root, lines, diagnostics: ofSyntax } = parseTree(text)
  const whole = { start: lines[0]?.content ?? 0, end: lines[0]?.end ?? 0 }
  const instead = notAManifest(text, lines, TELLING_NAMES)
  if (instead) return { text, diagnostics: [instead] }
  const isUnusual = hasUnusualCharacters(text)
  const ofText = [...(unusual ? [unusual] : []), ...(isUnusual ? checkCharacters(text) : [])]
  if (root.entries.size === 0 && ofSyntax.every(({ code }) => code === 'NOT_A_PAIR')) {
    return { text, diagnostics: [...ofText, { ...whole, code: 'MANIFEST_MALFORMED', pointer: '' }] }
  }
  const mended = mendUnindented(root, FIELDS, text)
  const detected = detectKind(root)
  const kind = detected?.kind ?? guessKind(root, asked)
  const read = readOptions(root, kind, { text, hasUnusualCharacters: isUnusual }, whole)
  const ofRules = checkRules(read, { kind, bucketRegions }, { root, text, whole })
  const diagnostics = [
    ...ofText,
    ...ofSyntax,
    ...mended,
    ...checkKind(detected, kind, asked, whole),
    ...withoutNullsOfRules(read.diagnostics, ofRules),
    ...ofRules,
  ]
  return { text, diagnostics, kind, options: read.options }
}

const checkKind = (
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

/** An empty option that a rule also misses: the rule's diagnostic is more exact. */
const withoutNullsOfRules = (diagnostics: readonly RawDiagnostic[], ofRules: readonly RawDiagnostic[]) =>
  diagnostics.some(({ code }) => code === 'NULL_VALUE')
    ? diagnostics.filter(
        ({ code, pointer }) => code !== 'NULL_VALUE' || !ofRules.some(rule => rule.pointer === pointer),
      )
    : diagnostics

/** Whether a diagnostic is only a warning, which keeps the value. The era does not matter here. */
const isWithoutValue = (diagnostic: RawDiagnostic) => severityOf(diagnostic, '2015') === 'error'

/** Rules skip an option with its own error, since the author meant to write it. They do not skip an option with a warning. */
const checkRules = (
  { options, diagnostics }: OptionReading,
  about: About,
  { root, text, whole }: { readonly root: MapNode; readonly text: string; readonly whole: Range },
): RawDiagnostic[] => {
  const found: RawDiagnostic[] = []
  let skipped: ReadonlySet<string> | undefined
  for (const { code, check } of rulesOf(about.kind)) {
    for (const { at, seen = at, params, fix } of check(options, about)) {
      skipped ??= new Set(diagnostics.filter(isWithoutValue).map(({ pointer }) => pointer))
      if (skipped.has(at) || skipped.has(seen)) continue
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
