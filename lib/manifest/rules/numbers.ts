import type { Rule, RuleDiagnostic } from './rule.ts'

/** 1.23457E+12, with the comma of some countries too. */
const SCIENTIFIC = /^\d(?:[.,]\d+)?E\+?\d{1,2}$/i
const CERTAINLY_SCIENTIFIC = /^\d[.,]\d+E\+\d{1,2}$/i
/** 98101.0 */
const WITH_DECIMALS = /^\d{3,}[.,]0+$/

const changed = (at: string, key: string, value: string | undefined, patterns: readonly RegExp[]): RuleDiagnostic[] =>
  value !== undefined && patterns.some(pattern => pattern.test(value)) ? [{ at, params: { key, value } }] : []

/** Numbers that are names, after a spreadsheet has taken them for amounts. */
export const NUMBERS: readonly Rule[] = [
  {
    code: 'NUMBER_CHANGED',
    check: ({ deviceId, returnAddress: { postalCode, phoneNumber } = {} }) => [
      ...changed('/deviceId', 'deviceId', deviceId, [CERTAINLY_SCIENTIFIC]),
      ...changed('/returnAddress/postalCode', 'postalCode', postalCode, [SCIENTIFIC, WITH_DECIMALS]),
      ...changed('/returnAddress/phoneNumber', 'phoneNumber', phoneNumber, [SCIENTIFIC, WITH_DECIMALS]),
    ],
  },
]
