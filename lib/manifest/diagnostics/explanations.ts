import type { DiagnosticCode } from './codes.ts'
import { EXPLAINED_OPTION } from './explained/option.ts'
import { EXPLAINED_RULE } from './explained/rule.ts'
import { EXPLAINED_SYNTAX } from './explained/syntax.ts'
import { EXPLAINED_WHOLE_TEXT } from './explained/whole-text.ts'

/**
 * What `waybill explain` and the reference say of a code besides its message. It stands apart from the codes, since no
 * function needs it and each would read it when it starts.
 */
export interface Explanation {
  /** Why it matters. */
  readonly means: string
  /** Lines that have this fault. */
  readonly example: string
  /** The same lines without it. */
  readonly mended: string
}

export const EXPLANATIONS: Readonly<Record<DiagnosticCode, Explanation>> = {
  ...EXPLAINED_WHOLE_TEXT,
  ...EXPLAINED_SYNTAX,
  ...EXPLAINED_OPTION,
  ...EXPLAINED_RULE,
}
