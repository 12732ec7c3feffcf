import { countryOf, hasNorthAmericanNumbers, isInUnitedStates } from '../fields/countries.ts'
import { namesPostBox } from './post-box.ts'
import { shortZip } from './postal-code.ts'
import type { Rule, RuleDiagnostic } from './rule.ts'

const FEWEST_DIGITS = 7

const phoneProblem = (phoneNumber: string, country: string): string | undefined => {
  if (phoneNumber.replace(/\D/g, '').length < FEWEST_DIGITS) return `has fewer than ${FEWEST_DIGITS} digits`
  const known = countryOf(country)
  return !known || hasNorthAmericanNumbers(known) || /^\s*(?:\+|00)/.test(phoneNumber)
    ? undefined
    : 'has no country code'
}

/** Every line of an address in which a box can stand. */
const LINES = ['name', 'company', 'street1', 'street2', 'street3', 'city'] as const

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
    check: ({ returnAddress = {} }) => {
      const country = countryOf(returnAddress.country ?? '')?.code
      const boxes = LINES.filter(key => {
        const line = returnAddress[key]
        return line !== undefined && namesPostBox(line, country)
      })
      return boxes.map((key): RuleDiagnostic => ({ at: `/returnAddress/${key}`, params: { key } }))
    },
  },
  {
    code: 'POSTAL_CODE_SHORT',
    check: ({ returnAddress: { postalCode = '', country = '', stateOrProvince } = {} }) => {
      const known = postalCode.length < 10 ? countryOf(country) : undefined
      const short = known && isInUnitedStates(known) && shortZip(postalCode, stateOrProvince)
      if (!short) return []
      const { lost, whole } = short
      const fix = whole === undefined ? {} : { fix: { title: `Write ${whole}`, from: postalCode, to: whole } }
      return [
        {
          at: '/returnAddress/postalCode',
          params: { value: postalCode, zeros: lost === 1 ? 'its leading zero' : 'its leading zeros' },
          ...fix,
        },
      ]
    },
  },
  {
    code: 'PHONE_INCOMPLETE',
    check: ({ returnAddress: { phoneNumber, country = '' } = {} }) => {
      const problem = phoneNumber === undefined ? undefined : phoneProblem(phoneNumber, country)
      return problem ? [{ at: '/returnAddress/phoneNumber', params: { problem } }] : []
    },
  },
]
