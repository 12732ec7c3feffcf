import type { Diagnostic, DiagnosticCode, Edit } from '../diagnostics/diagnostic.ts'
import { type ReadOptions, readManifest } from '../read.ts'
import { applyEdits } from './apply-edits.ts'

/** A fix that was applied. */
export interface AppliedFix {
  readonly code: DiagnosticCode
  readonly title: string
  /** The line in the text before the fix, from 1. */
  readonly line: number
}

export interface Mended {
  readonly text: string
  /** In the order in which they were applied. */
  readonly fixes: readonly AppliedFix[]
}

/** The limit of rounds. One round removes up to a hundred diagnostics, so more rounds would never end. */
const MOST_ROUNDS = 200

/**
 * The text with every fix of its diagnostics applied, in rounds until no fix is left, since one fix can show the next
 * diagnostic. A second call changes nothing.
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

/** All fixes that do not overlap, unless together they cause errors that none of them causes alone. */
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

/** The fixes without those that overlap an earlier one. */
const apart = (diagnostics: readonly Diagnostic[]): Diagnostic[] => {
  let last = -1
  return diagnostics.filter(diagnostic => {
    const edits = editsOf(diagnostic)
    if (edits.some(({ start }) => start <= last)) return false
    last = Math.max(...edits.map(({ end }) => end))
    return true
  })
}
