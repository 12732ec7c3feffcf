import type { RawEdit } from '../diagnostics/raw-diagnostic.ts'

/** The text with some ranges replaced, in any order; `undefined` if two of them touch one place. */
export const applyEdits = (text: string, edits: readonly RawEdit[]): string | undefined => {
  let result = ''
  let from = 0
  let isFirst = true
  for (const { start, end, text: instead } of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start < from || (start === from && !isFirst)) return undefined
    result += text.slice(from, start) + instead
    from = end
    isFirst = false
  }
  return result + text.slice(from)
}
