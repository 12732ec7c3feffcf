import type { RawDiagnostic } from '../diagnostics/raw-diagnostic.ts'
import { type Line, lineWithEnd } from './lines.ts'

/** The lines of the one document that a text is, without what YAML writers put around it. */
export interface Document {
  readonly lines: readonly Line[]
  readonly diagnostics: readonly RawDiagnostic[]
}

const PERCENT = 0x25
const DASH = 0x2d
const DOT = 0x2e
const DIRECTIVE = /^%[A-Z]+(?=[ \t]|$)/

/** `---` before the first option and `...` behind the last are skipped; `%YAML` and its like are reported. */
export const documentLines = (text: string, lines: readonly Line[]): Document => {
  let start = 0
  let end = lines.length
  let diagnostics: RawDiagnostic[] | undefined
  for (let line = lines[start]; line && text.charCodeAt(line.start) === PERCENT; line = lines[++start]) {
    const directive = DIRECTIVE.exec(text.slice(line.start, line.end))?.[0]
    if (directive === undefined) break
    diagnostics ??= []
    diagnostics.push({
      code: 'YAML_DIRECTIVE',
      start: line.start,
      end: line.end,
      pointer: '',
      params: { directive },
      fix: { title: 'Remove the line', edits: [{ ...lineWithEnd(text, line.start), text: '' }] },
    })
  }
  if (isMarker(text, lines[start], DASH)) start++
  while (end > start && isMarker(text, lines[end - 1], DOT)) end--
  return {
    lines: start === 0 && end === lines.length ? lines : lines.slice(start, end),
    diagnostics: diagnostics ?? [],
  }
}

/** Three times the same sign alone in its line, from its first column; a comment may follow. */
const isMarker = (text: string, line: Line | undefined, sign: number): boolean => {
  if (!line || line.content !== line.start || text.charCodeAt(line.start) !== sign) return false
  return /^(?:---|\.\.\.)(?:[ \t]+#.*)?$/.test(text.slice(line.start, line.end))
}
