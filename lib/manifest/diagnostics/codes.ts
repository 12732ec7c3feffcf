import type { CodeEntry } from './code-entry.ts'
import { OPTION_CODES } from './option-codes.ts'
import { RULE_CODES } from './rule-codes.ts'
import { SYNTAX_CODES } from './syntax-codes.ts'
import { WHOLE_TEXT_CODES } from './whole-text-codes.ts'

/** Every diagnostic of a manifest. Codes are stable; sentences may change. */
export type DiagnosticCode =
  | keyof typeof WHOLE_TEXT_CODES
  | keyof typeof SYNTAX_CODES
  | keyof typeof OPTION_CODES
  | keyof typeof RULE_CODES

export const CODES: Readonly<Record<DiagnosticCode, CodeEntry>> = {
  ...WHOLE_TEXT_CODES,
  ...SYNTAX_CODES,
  ...OPTION_CODES,
  ...RULE_CODES,
}
