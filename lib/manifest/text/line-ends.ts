import { applyEdits } from '../assist/apply-edits.ts'
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
    const edits = [...text.matchAll(/\r/g)].map(({ index }) => ({ start: index, end: index + 1, text: '\n' }))
    return { text: text.replaceAll('\r', '\n'), unusual: unusual(edits, 'CR alone') }
  }
  if (!text.includes('\r\r\n')) return { text }
  const edits = surplusReturns(text)
  const blanked = edits.map(({ start, end }) => ({ start, end, text: ' '.repeat(end - start) }))
  return { text: applyEdits(text, blanked) ?? text, unusual: unusual(edits, 'CR CR LF') }
}

/** The returns before each CR LF. */
const surplusReturns = (text: string): RawEdit[] => {
  const edits: RawEdit[] = []
  for (let feed = text.indexOf('\n'); feed !== -1; feed = text.indexOf('\n', feed + 1)) {
    let start = feed
    while (text.charCodeAt(start - 1) === CARRIAGE_RETURN) start--
    if (start < feed - 1) edits.push({ start, end: feed - 1, text: '' })
  }
  return edits
}

const CARRIAGE_RETURN = 13

const unusual = (edits: readonly RawEdit[], ends: string): RawDiagnostic => {
  const start = edits[0]?.start ?? 0
  const params = { ends, count: edits.length }
  const diagnostic: RawDiagnostic = { code: 'LINE_ENDS_UNUSUAL', start, end: start, pointer: '', params }
  if (edits.length > MOST_EDITS) return diagnostic
  return { ...diagnostic, fix: { title: `Replace ${ends} with the usual line ends`, edits } }
}
