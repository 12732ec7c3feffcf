import type { RawDiagnostic, RawEdit } from '../diagnostics/raw-diagnostic.ts'
import type { Line } from './lines.ts'

const USUAL_WIDTH = 4

/**
 * The same diagnostics; the first of those of tabs has a fix for all of them, since lines of one map must stay at one column. A
 * tab is as wide as the least indentation by blanks is, or four columns.
 */
export const withTabFix = (
  text: string,
  lines: readonly Line[],
  diagnostics: readonly RawDiagnostic[],
): readonly RawDiagnostic[] => {
  const indentations = lines.map(({ start, content }) => ({ start, end: content, text: text.slice(start, content) }))
  const widths = indentations.filter(one => one.text !== '' && !one.text.includes('\t')).map(one => one.text.length)
  const width = Math.min(...widths.slice(0, 1000), USUAL_WIDTH)
  const edits: RawEdit[] = indentations
    .filter(one => one.text.includes('\t'))
    .map(one => ({ ...one, text: one.text.replaceAll('\t', ' '.repeat(width)) }))
  const fix = { title: 'Indent with blanks', edits }
  const first = diagnostics.find(({ code }) => code === 'TAB_INDENT')
  return diagnostics.map(diagnostic => (diagnostic === first ? { ...diagnostic, fix } : diagnostic))
}
