import { type Country, countryOf, isInEuropeanUnion, isInUnitedStates } from '../fields/countries.ts'
import { facilityOf } from '../fields/facilities.ts'
import type { Rule } from './rule.ts'

/** Whether a device from a country reaches a facility without customs. */
const IS_HOME = {
  'the United States': isInUnitedStates,
  Singapore: ({ code }: Country) => code === 'SG',
} as const
const COUNTRY = '/returnAddress/country'

/** What a device needs to cross a border (ManifestFileRef_international; ShippingLocationsandAddressIdentifiers). */
export const CUSTOMS: readonly Rule[] = [
  {
    code: 'CUSTOMS_MISSING',
    check: (options, about) => {
      const country = countryOf(options.returnAddress?.country ?? '')
      const { facility } = facilityOf(options, about) ?? {}
      if (options.customs || !country || !facility || facility === 'Ireland' || IS_HOME[facility](country)) return []
      return [{ at: '/customs', seen: COUNTRY, params: { country: country.name, facility } }]
    },
  },
  {
    code: 'ADDRESS_OUTSIDE_EU',
    check: (options, about) => {
      const country = countryOf(options.returnAddress?.country ?? '')
      const { facility, region } = facilityOf(options, about) ?? {}
      if (!country || facility !== 'Ireland' || isInEuropeanUnion(country) || region === undefined) return []
      return [{ at: COUNTRY, params: { country: country.name, region } }]
    },
  },
  {
    code: 'CUSTOMS_OPTION_MISSING',
    check: ({ customs }) =>
      customs?.encryptedData === true && customs.encryptionClassification === undefined
        ? [
            {
              at: '/customs/encryptionClassification',
              seen: '/customs/encryptedData',
              params: { key: 'encryptionClassification' },
            },
          ]
        : [],
  },
]
