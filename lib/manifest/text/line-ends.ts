import type { RawDiagnostic, RawEdit } from '../diagnostics/raw-diagnostic.ts'

export interface Lined {
  /** As long as the text was, so that places stay the same, with LF or CR LF at the end of each line. */
  readonly text: string
  readonly unusual?: RawDiagnostic
}

/** More than any manifest of people has lines; a fix of more edits would be larger than the manifest. */
const MOST_EDITS = 1000

/** Takes CR alone, and CR CR LF, for the line ends that they are meant to be, and says so once. */
export const withLineEnds = (text: string): Lined => {
  if (!text.includes('\r')) return { text }
  if (!text.includes('\n')) {
    return { text: text.replaceAll('\r', '\n'), unusual: unusual(text, /\r/g, 'CR alone', '\n') }
  }
  if (!text.includes('\r\r\n')) return { text }
  return {
    text: text.replace(/\r+(?=\r\n)/g, marks => ' '.repeat(marks.length)),
    unusual: unusual(text, /\r+(?=\r\n)/g, 'CR CR LF', ''),
  }
}

const unusual = (text: string, marks: RegExp, ends: string, instead: string): RawDiagnostic => {
  const edits: RawEdit[] = []
  for (const { 0: mark, index } of text.matchAll(marks)) {
    edits.push({ start: index, end: index + mark.length, text: instead })
  }
  const [first] = edits
  const place = { start: first?.start ?? 0, end: first?.start ?? 0, pointer: '' }
  const diagnostic: RawDiagnostic = { ...place, code: 'LINE_ENDS_UNUSUAL', params: { ends, count: edits.length } }
  if (edits.length > MOST_EDITS) return diagnostic
  return { ...diagnostic, fix: { title: `Replace ${ends} with the usual line ends`, edits } }
}
