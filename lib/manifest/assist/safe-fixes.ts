import type { RawDiagnostic } from '../diagnostics/raw-diagnostic.ts'
import { applyEdits } from './apply-edits.ts'

/** How a fixed text is checked. */
export interface Trial {
  readonly isError: (diagnostic: RawDiagnostic) => boolean
  readonly read: (text: string) => readonly RawDiagnostic[]
}

/** How many fixes are tried alone, each with another reading. The others are tried together. Fewer if a reading takes long. */
const MOST_ALONE = 20
const MOST_READ_ALONE = 100_000

/** How many edits all fixes together may have, so that the list of diagnostics is not much larger than the manifest. */
const MOST_EDITS = 1000

/**
 * The same diagnostics, but only with fixes that remove their diagnostic and cause no new error. A text without fixes is not
 * read again.
 */
export const keepSafeFixes = (
  text: string,
  diagnostics: readonly RawDiagnostic[],
  trial: Trial,
): readonly RawDiagnostic[] => {
  if (!diagnostics.some(({ fix }) => fix)) return diagnostics
  const fixable = firstFixable(diagnostics)
  const isSafe = safety(text, diagnostics, trial)
  const trials = Math.max(1, Math.min(MOST_ALONE, Math.floor(MOST_READ_ALONE / text.length)))
  const alone = fixable.slice(0, trials).filter(diagnostic => isSafe([diagnostic]))
  const others = fixable.slice(trials)
  const safe = new Set(others.length > 0 && isSafe(others) ? [...alone, ...others] : alone)
  return diagnostics.map(diagnostic => {
    if (!diagnostic.fix || safe.has(diagnostic)) return diagnostic
    const { fix, ...withoutFix } = diagnostic
    return withoutFix
  })
}

const firstFixable = (diagnostics: readonly RawDiagnostic[]): readonly RawDiagnostic[] => {
  let edits = 0
  return diagnostics.filter(({ fix }) => {
    if (!fix) return false
    edits += fix.edits.length
    return edits <= MOST_EDITS
  })
}

/** Tries fixes: reads the text that they make. */
const safety = (text: string, diagnostics: readonly RawDiagnostic[], { isError, read }: Trial) => {
  const before = countsOf(diagnostics)
  const errors = countsOf(diagnostics.filter(isError))
  return (fixed: readonly RawDiagnostic[]): boolean => {
    const mended = applyEdits(
      text,
      fixed.flatMap(({ fix }) => fix?.edits ?? []),
    )
    if (mended === undefined) return false
    const left = read(mended)
    const after = countsOf(left)
    const areGone = [...countsOf(fixed)].every(
      ([name, count]) => (after.get(name) ?? 0) <= (before.get(name) ?? 0) - count,
    )
    return areGone && [...countsOf(left.filter(isError))].every(([name, count]) => count <= (errors.get(name) ?? 0))
  }
}

const countsOf = (diagnostics: readonly RawDiagnostic[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const { code, pointer } of diagnostics) {
    const name = `${code} ${pointer}`
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}
