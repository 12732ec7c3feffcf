import type { Range } from '../text/tree.ts'
import type { Severity } from './code-entry.ts'
import type { DiagnosticCode } from './codes.ts'

/** The texts for the `{slots}` of a code's sentences. Never a secret's value. */
export type MessageParams = Readonly<Record<string, string | number>>

/** Replaces a range of the text; an empty range inserts. */
export interface RawEdit extends Range {
  readonly text: string
}

/** A change of the text that removes one diagnostic. */
export interface RawFix {
  /** What it does, in the imperative: "Remove the semicolon". Never a secret's value. */
  readonly title: string
  /** The edits in the order of the text, without overlaps. */
  readonly edits: readonly RawEdit[]
}

/** A diagnostic before it is put into words. */
export interface RawDiagnostic extends Range {
  readonly code: DiagnosticCode
  /** JSON Pointer to the option, `''` for the whole manifest. */
  readonly pointer: string
  readonly params?: MessageParams
  /** Replaces the code's own hint. */
  readonly hint?: string
  /** Replaces the code's own severity. */
  readonly severity?: Severity
  /** The fix, if there is only one. It is shown only after a trial has proved that it is safe. */
  readonly fix?: RawFix
}

/** The diagnostic of a single value. The caller adds its place. */
export interface ValueDiagnostic {
  readonly code: DiagnosticCode
  readonly params?: MessageParams
  readonly hint?: string
  readonly severity?: Severity
  readonly fix?: RawFix
}
