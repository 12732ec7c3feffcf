import type { RawDiagnostic } from '../diagnostics/raw-diagnostic.ts'
import { applyEdits } from './apply-edits.ts'

/** How a mended text is tried. */
export interface Trial {
  readonly isError: (diagnostic: RawDiagnostic) => boolean
  readonly read: (text: string) => readonly RawDiagnostic[]
}

/** So many fixes are tried at most, each by one more reading; the others are offered when these have been applied. */
const MOST_TRIED = 20

/**
 * The same diagnostics, with those fixes only that take their diagnostic away and bring no error that was not there. A text
 * without a fix is not read again.
 */
export const keepSafeFixes = (
  text: string,
  diagnostics: readonly RawDiagnostic[],
  { isError, read }: Trial,
): readonly RawDiagnostic[] => {
  if (!diagnostics.some(({ fix }) => fix)) return diagnostics
  let tried = 0
  const before = countsOf(diagnostics)
  const errors = countsOf(diagnostics.filter(isError))
  return diagnostics.map(diagnostic => {
    const { fix, ...withoutFix } = diagnostic
    if (!fix) return diagnostic
    if (++tried > MOST_TRIED) return withoutFix
    const left = read(applyEdits(text, fix.edits))
    const name = identity(diagnostic)
    const isGone = (countsOf(left).get(name) ?? 0) < (before.get(name) ?? 0)
    const errorsLeft = [...countsOf(left.filter(isError))]
    const isSafe = isGone && errorsLeft.every(([error, count]) => count <= (errors.get(error) ?? 0))
    return isSafe ? diagnostic : withoutFix
  })
}

const identity = ({ code, pointer }: RawDiagnostic) => `${code} ${pointer}`

const countsOf = (diagnostics: readonly RawDiagnostic[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const diagnostic of diagnostics) counts.set(identity(diagnostic), (counts.get(identity(diagnostic)) ?? 0) + 1)
  return counts
}
