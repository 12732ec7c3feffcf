import type { Era } from '../manifest.ts'
import { redact } from '../redact/redact.ts'
import { lineStarts } from '../text/lines.ts'
import type { Range } from '../text/tree.ts'
import type { ServiceCode, Severity } from './code-entry.ts'
import { CODES, type DiagnosticCode } from './codes.ts'
import type { MessageParams, RawDiagnostic, RawFix } from './raw-diagnostic.ts'

export type { DiagnosticCode }

/** A diagnostic of a manifest, in words. Message and hint never contain a secret's value. */
export interface Diagnostic {
  readonly code: DiagnosticCode
  /** The fault that the service would answer, for example `MissingManifestFieldException`. */
  readonly serviceCode: ServiceCode
  readonly severity: Severity
  readonly detail: string
  readonly hint?: string
  /** JSON Pointer to the option, for example `/returnAddress/postalCode` (no `#` before it); `''` is the whole manifest. */
  readonly pointer: string
  /** Offsets into the text, the end exclusive. */
  readonly start: number
  readonly end: number
  /** From 1; columns count UTF-16 units, as editors do. */
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  /** Present if there is exactly one safe fix. */
  readonly fixes?: readonly Fix[]
}

/** A change of the text that removes the diagnostic, causes no new error, and leaves every other line as it is. */
export interface Fix {
  /** What it does, in the imperative. */
  readonly title: string
  /** The edits in the order of the text, without overlaps. Empty: the file only needs to be saved as UTF-8 without a mark. */
  readonly edits: readonly Edit[]
}

/** Replaces a range of the text; an empty range inserts. Positions are counted as in a diagnostic. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  readonly text: string
}

/** The longest list of diagnostics. In a shortened list, the last entry shows how many there are. */
const MOST_DIAGNOSTICS = 100

/** Whether it is an error under the rules of an era. */
export const severityOf = ({ code, severity: own }: Pick<RawDiagnostic, 'code' | 'severity'>, era: Era): Severity => {
  const severity = own ?? CODES[code].severity
  if (severity !== 'by-era') return severity
  return era === '2015' ? 'error' : 'warning'
}

/** Puts diagnostics into words, in the order of the text, at most `MOST_DIAGNOSTICS`. */
export const toDiagnostics = (text: string, raw: readonly RawDiagnostic[], era: Era): Diagnostic[] => {
  if (raw.length === 0) return []
  const position = positions(text)
  const sorted = raw.toSorted((a, b) => a.start - b.start || a.end - b.end)
  const shown = sorted.length > MOST_DIAGNOSTICS ? sorted.slice(0, MOST_DIAGNOSTICS - 1) : sorted

  const diagnostics = shown.map(one => toDiagnostic(one, position, severityOf(one, era)))
  if (shown.length < sorted.length) {
    const left = sorted.slice(shown.length)
    const worst = left.find(one => severityOf(one, era) === 'error') ?? left[0]
    const at = { start: left[0]?.start ?? 0, end: left[0]?.start ?? 0, pointer: '' }
    const params = { shown: shown.length, count: sorted.length }
    diagnostics.push({
      ...toDiagnostic({ ...at, code: 'TOO_MANY_FAULTS', params }, position, worst ? severityOf(worst, era) : 'error'),
      ...(worst && { serviceCode: CODES[worst.code].serviceCode }),
    })
  }
  return diagnostics
}

type Position = (offset: number) => { line: number; column: number }

/** The line and column of an offset, found by binary search, since offsets come in any order. */
const positions = (text: string): Position => {
  const starts = lineStarts(text)
  return offset => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}

const toDiagnostic = (raw: RawDiagnostic, position: Position, severity: Severity): Diagnostic => {
  const { code, pointer, start, end } = raw
  const { serviceCode, message, hint } = CODES[code]
  const places = placesOf(raw, position)
  const params = withLines({ column: places.column, ...raw.params }, position)
  const advice = raw.hint ?? hint
  return {
    code,
    serviceCode,
    severity,
    detail: fill(message, params),
    ...(advice !== undefined && { hint: fill(advice, params) }),
    pointer: cut(pointer, LONGEST_POINTER),
    start,
    end,
    ...places,
    ...(raw.fix && { fixes: [toFix(raw.fix, position)] }),
  }
}

const placesOf = ({ start, end }: Range, position: Position) => {
  const { line, column } = position(start)
  const last = position(end)
  return { line, column, endLine: last.line, endColumn: last.column }
}

const toFix = ({ title, edits }: RawFix, position: Position): Fix => ({
  title,
  edits: edits.map(edit => ({ start: edit.start, end: edit.end, ...placesOf(edit, position), text: edit.text })),
})

/** The slot `other` has an offset, which is shown as a line. */
const withLines = (params: MessageParams, position: Position): MessageParams =>
  typeof params.other === 'number' ? { ...params, other: position(params.other).line } : params

const fill = (sentence: string, params: MessageParams) =>
  sentence.replace(/\{(\w+)\}/g, (slot, name: string) => (name in params ? quotable(String(params[name])) : slot))

const LONGEST_QUOTE = 80
/** A shortened name, since a name can be as long as the text. */
const LONGEST_POINTER = 300

const cut = (text: string, longest: number) =>
  text.length > longest ? `${text.slice(0, longest - 1).toWellFormed()}…` : text

/**
 * Makes a typed value safe to show: it could contain a password that belongs to another line, control characters for a
 * terminal, or 64 KB of text.
 */
const quotable = (typed: string) => {
  const text = redact(typed)
  return cut(text, LONGEST_QUOTE)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
}
