import { regionals } from '../fields/facilities.ts'
import type { Rule } from './rule.ts'

/** One device goes to one facility, so one job is in one region. */
export const REGIONS: readonly Rule[] = [
  {
    code: 'MULTIPLE_REGIONS',
    check: (options, about) => {
      const [first, ...others] = regionals(options, about)
      if (!first) return []
      return others
        .filter(({ region }) => region !== first.region)
        .map(({ name, region, pointer }) => ({
          at: pointer,
          params: { bucket: name, region, first: first.name, firstRegion: first.region },
        }))
    },
  },
]
