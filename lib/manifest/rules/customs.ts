import { type Country, countryOf, isInEuropeanUnion, isInUnitedStates } from '../fields/countries.ts'
import { type Facility, facilityOf } from '../fields/facilities.ts'
import type { Rule } from './rule.ts'

/** Whether a device from a country reaches a facility without customs. */
const IS_HOME = {
  'the United States': isInUnitedStates,
  Singapore: ({ code }: Country) => code === 'SG',
} as const
const COUNTRY = '/returnAddress/country'

/**
 * Whether a device needs customs between a country and a facility. `open`: that depends on what is not known. From outside of
 * every facility's home it needs them wherever it goes, since Ireland takes no device from there.
 */
export const customsBetween = (
  country: Country | undefined,
  facility: Facility | undefined,
): 'needed' | 'none' | 'open' => {
  if (facility === 'Ireland') return 'none'
  if (!country) return 'open'
  if (facility) return IS_HOME[facility](country) ? 'none' : 'needed'
  const isHome = isInEuropeanUnion(country) || Object.values(IS_HOME).some(isIn => isIn(country))
  return isHome ? 'open' : 'needed'
}

/** What a device needs to cross a border (ManifestFileRef_international; ShippingLocationsandAddressIdentifiers). */
export const CUSTOMS: readonly Rule[] = [
  {
    code: 'CUSTOMS_MISSING',
    check: (options, about) => {
      const country = countryOf(options.returnAddress?.country ?? '')
      const { facility } = facilityOf(options, about) ?? {}
      if (options.customs || !country || !facility || customsBetween(country, facility) !== 'needed') return []
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
