import { countryOf, hasNorthAmericanNumbers } from '../fields/countries.ts'
import type { Rule, RuleDiagnostic } from './rule.ts'

const PO_BOX = /\bp\.?\s*o\.?\s*box\b|\bpost(?:al)? office box\b/i
const FEWEST_DIGITS = 7

const phoneProblem = (phoneNumber: string, country: string): string | undefined => {
  if (phoneNumber.replace(/\D/g, '').length < FEWEST_DIGITS) return `has fewer than ${FEWEST_DIGITS} digits`
  const known = countryOf(country)
  return !known || hasNorthAmericanNumbers(known) || /^\s*(?:\+|00)/.test(phoneNumber)
    ? undefined
    : 'has no country code'
}

/** Where the device goes back to (sample manifests of the Web Service Tool; CHAP_GuideAndLimit). */
export const RETURN_ADDRESS: readonly Rule[] = [
  {
    code: 'STATE_MISSING',
    check: ({ returnAddress: { country = '', stateOrProvince } = {} }) => {
      const { code, name } = countryOf(country) ?? {}
      const needsState = name !== undefined && (code === 'US' || code === 'CA')
      return needsState && stateOrProvince === undefined
        ? [{ at: '/returnAddress/stateOrProvince', params: { country: name } }]
        : []
    },
  },
  {
    code: 'PO_BOX',
    check: ({ returnAddress = {} }) =>
      (['street1', 'street2', 'street3'] as const).flatMap((key): RuleDiagnostic[] =>
        PO_BOX.test(returnAddress[key] ?? '') ? [{ at: `/returnAddress/${key}`, params: { key } }] : [],
      ),
  },
  {
    code: 'PHONE_INCOMPLETE',
    check: ({ returnAddress: { phoneNumber, country = '' } = {} }) => {
      const problem = phoneNumber === undefined ? undefined : phoneProblem(phoneNumber, country)
      return problem ? [{ at: '/returnAddress/phoneNumber', params: { problem } }] : []
    },
  },
]
