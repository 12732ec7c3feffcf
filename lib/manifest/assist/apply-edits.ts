import type { RawEdit } from '../diagnostics/raw-diagnostic.ts'

/** The text with some ranges replaced. The edits are in the order of the text and do not overlap. */
export const applyEdits = (text: string, edits: readonly RawEdit[]): string => {
  let result = ''
  let from = 0
  for (const { start, end, text: instead } of edits) {
    result += text.slice(from, start) + instead
    from = end
  }
  return result + text.slice(from)
}
