import type { Range } from '../text/tree.ts'
import type { Severity } from './code-entry.ts'
import type { DiagnosticCode } from './codes.ts'

/** What fills the `{slots}` of a code's sentences. Never a secret's value. */
export type MessageParams = Readonly<Record<string, string | number>>

/** Replaces a range of the text; an empty range inserts. */
export interface RawEdit extends Range {
  readonly text: string
}

/** A change of the text that takes one diagnostic away. */
export interface RawFix {
  /** What it does, as an order: "Remove the semicolon". Never a secret's value. */
  readonly title: string
  /** In the order of the text; they do not overlap. */
  readonly edits: readonly RawEdit[]
}

/** Something wrong, found but not yet put into words. */
export interface RawDiagnostic extends Range {
  readonly code: DiagnosticCode
  /** JSON Pointer to the option, `''` for the whole manifest. */
  readonly pointer: string
  readonly params?: MessageParams
  /** In place of the code's own hint. */
  readonly hint?: string
  /** In place of the code's own severity. */
  readonly severity?: Severity
  /** The one way to mend it, where there is only one. Whether it does no harm is tried before anybody sees it. */
  readonly fix?: RawFix
}

/** What a single value has wrong with it; where it stands is its finder's business. */
export interface ValueDiagnostic {
  readonly code: DiagnosticCode
  readonly params?: MessageParams
  readonly hint?: string
  readonly severity?: Severity
  readonly fix?: RawFix
}
