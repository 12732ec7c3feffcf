import { countryOf, isInUnitedStates } from '../fields/countries.ts'
import { facilityOf } from '../fields/facilities.ts'
import type { Rule } from './rule.ts'

/** Two-day shipping, from the United States to the United States (CHAP_GuideAndLimit). */
export const SHIPPING: readonly Rule[] = [
  {
    code: 'EXPEDITED_SHIPPING_ABROAD',
    check: (options, about) => {
      if (options.serviceLevel !== 'expeditedShipping') return []
      const country = countryOf(options.returnAddress?.country ?? '')
      const facility = facilityOf(options, about)?.facility ?? 'the United States'
      return (!country || isInUnitedStates(country)) && facility === 'the United States'
        ? []
        : [{ at: '/serviceLevel' }]
    },
  },
]
