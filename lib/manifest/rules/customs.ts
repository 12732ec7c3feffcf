import { countryOf, isInEuropeanUnion } from '../fields/countries.ts'
import { facilityOf } from '../fields/facilities.ts'
import type { Rule } from './rule.ts'

const HOME = { 'the United States': 'US', Singapore: 'SG' } as const
const COUNTRY = '/returnAddress/country'

/** What a device needs to cross a border (ManifestFileRef_international; ShippingLocationsandAddressIdentifiers). */
export const CUSTOMS: readonly Rule[] = [
  {
    code: 'CUSTOMS_MISSING',
    check: (options, about) => {
      const country = countryOf(options.returnAddress?.country ?? '')
      const { facility } = facilityOf(options, about) ?? {}
      if (options.customs || !country || !facility || facility === 'Ireland' || country.code === HOME[facility])
        return []
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
