import type { Explanation } from './code-entry.ts'
import type { DiagnosticCode } from './codes.ts'
import { EXPLAINED_OPTION } from './explained/option.ts'
import { EXPLAINED_RULE } from './explained/rule.ts'
import { EXPLAINED_SYNTAX } from './explained/syntax.ts'
import { EXPLAINED_WHOLE_TEXT } from './explained/whole-text.ts'

/** What each code means. */
export const EXPLANATIONS: Readonly<Record<DiagnosticCode, Explanation>> = {
  ...EXPLAINED_WHOLE_TEXT,
  ...EXPLAINED_SYNTAX,
  ...EXPLAINED_OPTION,
  ...EXPLAINED_RULE,
}
