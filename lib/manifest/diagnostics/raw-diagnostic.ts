import type { Range } from '../text/tree.ts'
import type { DiagnosticCode } from './codes.ts'

/** What fills the `{slots}` of a code's sentences. Never a secret's value. */
export type MessageParams = Readonly<Record<string, string | number>>

/** Something wrong, found but not yet put into words. */
export interface RawDiagnostic extends Range {
  readonly code: DiagnosticCode
  /** JSON Pointer to the option, `''` for the whole manifest. */
  readonly pointer: string
  readonly params?: MessageParams
  /** In place of the code's own hint. */
  readonly hint?: string
}

/** What a single value has wrong with it; where it stands is its finder's business. */
export interface ValueDiagnostic {
  readonly code: DiagnosticCode
  readonly params?: MessageParams
  readonly hint?: string
}
