import type { Diagnostic, DiagnosticCode, Edit } from '../diagnostics/diagnostic.ts'
import { type ReadOptions, readManifest } from '../read.ts'
import { applyEdits } from './apply-edits.ts'

/** A fix that was applied. */
export interface AppliedFix {
  readonly code: DiagnosticCode
  readonly title: string
  /** In the text as it was when the fix was applied, from 1. */
  readonly line: number
}

export interface Mended {
  readonly text: string
  /** In the order in which they were applied. */
  readonly fixes: readonly AppliedFix[]
}

/** More rounds than this do not end: one removes up to a hundred diagnostics. */
const MOST_ROUNDS = 200

/**
 * The text with every fix applied that its diagnostics have, again and again until none is left: what one fix uncovers, the
 * next round mends. Applied again it changes nothing.
 */
export const mendManifest = (given: string, options: ReadOptions = {}): Mended => {
  const fixes: AppliedFix[] = []
  let text = given
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { diagnostics } = readManifest(text, options)
    const fixable = diagnostics.filter(diagnostic => editsOf(diagnostic).length > 0)
    const applied = together(text, fixable, diagnostics, options) ?? fixable.slice(0, 1)
    const mended = applyEdits(text, applied.flatMap(editsOf))
    if (applied.length === 0 || mended === undefined || mended === text) break
    text = mended
    fixes.push(...applied.map(toApplied))
  }
  return { text, fixes }
}

/** All fixes that do not touch one another, unless together they bring errors that each of them alone does not. */
const together = (
  text: string,
  fixable: readonly Diagnostic[],
  before: readonly Diagnostic[],
  options: ReadOptions,
): readonly Diagnostic[] | undefined => {
  const chosen = apart(fixable)
  const mended = applyEdits(text, chosen.flatMap(editsOf))
  if (chosen.length < 2 || mended === undefined) return undefined
  return errorsIn(readManifest(mended, options).diagnostics) <= errorsIn(before) ? chosen : undefined
}

const errorsIn = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.filter(({ severity }) => severity === 'error').length

const editsOf = ({ fixes: [fix] = [] }: Diagnostic): readonly Edit[] => fix?.edits ?? []

const toApplied = ({ code, line, fixes: [fix] = [] }: Diagnostic): AppliedFix => ({
  code,
  title: fix?.title ?? '',
  line,
})

/** Of fixes that touch one place, the first. */
const apart = (diagnostics: readonly Diagnostic[]): Diagnostic[] => {
  let last = -1
  return diagnostics.filter(diagnostic => {
    const edits = editsOf(diagnostic)
    if (edits.some(({ start }) => start <= last)) return false
    last = Math.max(...edits.map(({ end }) => end))
    return true
  })
}
