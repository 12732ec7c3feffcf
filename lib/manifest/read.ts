import { type Diagnostic, severityOf, toDiagnostics } from './diagnostics/diagnostic.ts'
import type { RawDiagnostic } from './diagnostics/raw-diagnostic.ts'
import { type DetectedKind, detectKind, guessKind } from './fields/detect-kind.ts'
import { JOB_TYPES, KIND_NAMES } from './fields/field.ts'
import { FIELDS } from './fields/fields.ts'
import { type OptionReading, readOptions } from './fields/read-options.ts'
import type { Era, JobType, Kind, Manifest } from './manifest.ts'
import type { About } from './rules/rule.ts'
import { rulesOf } from './rules/rules.ts'
import { checkCharacters } from './text/characters.ts'
import { locate } from './text/locate.ts'
import { mendUnindented } from './text/mend-unindented.ts'
import { notAManifest } from './text/not-a-manifest.ts'
import { parseTree } from './text/parse-tree.ts'
import type { MapNode, Range } from './text/tree.ts'

export interface ReadOptions {
  /** What the request asks for. Default: the manifest tells. */
  readonly jobType?: JobType
  /** Default: `lenient` */
  readonly era?: Era
  /** From bucket to region, as far as known: what only regions tell is checked then. Default: nothing is known. */
  readonly bucketRegions?: Readonly<Record<string, string>>
}

/** What was read. Only a valid manifest is there. */
export interface Reading {
  readonly valid: boolean
  readonly manifest?: Manifest
  /** What the manifest asks for, as far as it tells. */
  readonly kind?: Kind
  readonly jobType?: JobType
  /** Everything that is wrong, in the order of the text, at most 100. */
  readonly diagnostics: readonly Diagnostic[]
}

/** The largest manifest, in bytes of UTF-8. */
export const MOST_BYTES = 65_536

/**
 * Reads and checks a manifest: text, tree, options, rules. Takes any text whatever, never throws, and needs time linear
 * in the length of the text.
 *
 * @example
 * const { valid, manifest, diagnostics } = readManifest('manifestVersion:2.0\nbucket:mybucket\n…')
 */
export const readManifest = (text: string, options: ReadOptions = {}): Reading => {
  const { era = 'lenient', jobType: asked, bucketRegions = {} } = options
  const bytes = text.length * 3 <= MOST_BYTES ? 0 : new TextEncoder().encode(text).length
  if (bytes > MOST_BYTES) {
    return refused(text, [{ code: 'MANIFEST_TOO_LARGE', start: 0, end: 0, pointer: '', params: { bytes } }], era)
  }

  const { root, lines, faults: syntaxFaults } = parseTree(text)
  const whole = { start: lines[0]?.content ?? 0, end: lines[0]?.end ?? 0 }
  const instead = notAManifest(text, lines)
  if (instead) return refused(text, [instead], era)
  const characterFaults = checkCharacters(text)
  if (root.entries.size === 0 && syntaxFaults.every(({ code }) => code === 'NOT_A_PAIR')) {
    return refused(text, [...characterFaults, { ...whole, code: 'MANIFEST_MALFORMED', pointer: '' }], era)
  }
  const mended = mendUnindented(root, FIELDS)
  const told = detectKind(root)
  const kind = told?.kind ?? guessKind(root, asked)
  const read = readOptions(root, kind, text, whole)
  const faults = [
    ...characterFaults,
    ...syntaxFaults,
    ...mended,
    ...kindFaults(told, kind, asked, whole),
    ...read.faults,
    ...ruleFaults(read, { kind, bucketRegions }, root, whole),
  ]

  const valid = !faults.some(fault => severityOf(fault.code, era) === 'error')
  const diagnostics = toDiagnostics(text, faults, era)
  if (!kind) return { valid, diagnostics }
  const jobType = JOB_TYPES[kind]
  // Without an error every required option was read, so the draft is whole.
  return valid
    ? { valid, manifest: { kind, jobType, ...read.options } as Manifest, kind, jobType, diagnostics }
    : { valid, kind, jobType, diagnostics }
}

const refused = (text: string, faults: readonly RawDiagnostic[], era: Era): Reading => ({
  valid: false,
  diagnostics: toDiagnostics(text, faults, era),
})

const kindFaults = (
  told: DetectedKind | undefined,
  kind: Kind | undefined,
  asked: JobType | undefined,
  whole: Range,
): RawDiagnostic[] => {
  if (!kind) return [{ ...whole, code: 'KIND_UNCLEAR', pointer: '' }]
  const meant = JOB_TYPES[kind]
  if (!told || !asked || asked === meant) return []

  const { pointer, entry } = told
  const { start, end, text: key } = entry.key
  return [{ code: 'JOB_TYPE_MISMATCH', start, end, pointer, params: { asked, kind: KIND_NAMES[kind], key, meant } }]
}

/** An option that is wrong by itself is no matter for rules: it was meant to be there. */
const ruleFaults = ({ options, faults }: OptionReading, about: About, root: MapNode, whole: Range): RawDiagnostic[] => {
  const faulty = new Set(faults.map(fault => fault.pointer))
  return rulesOf(about.kind).flatMap(({ code, check }) =>
    check(options, about)
      .filter(({ at, seen = at }) => !faulty.has(at) && !faulty.has(seen))
      .map(({ at, seen = at, params }) => ({
        code,
        pointer: at,
        ...locate(root, seen, whole),
        ...(params && { params }),
      })),
  )
}
