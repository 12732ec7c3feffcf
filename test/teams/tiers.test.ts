import { describe, expect, it } from '@jest/globals'
import { NO_LIMIT, parseTiers } from '../../lib/teams/tiers.ts'

describe('the tiers of a setting', () => {
  it('are what teams may ask, by name; without a standard tier there is no limit for its teams', () => {
    expect(parseTiers('{"small": {"rate": 0.5, "burst": 1}}')).toEqual({
      standard: NO_LIMIT,
      small: { rate: 0.5, burst: 1 },
    })
    expect(parseTiers('{"standard": {"rate": 20, "burst": 40, "note": "x"}}')).toEqual({
      standard: { rate: 20, burst: 40 },
    })
    expect(parseTiers('{}')).toEqual({ standard: NO_LIMIT })
  })

  it.each([
    'no JSON',
    '[]',
    'null',
    '{"small": 1}',
    '{"small": {"rate": 1}}',
    '{"small": {"rate": 0, "burst": 1}}',
    '{"small": {"rate": 1, "burst": 0.5}}',
    '{"small": {"rate": "1", "burst": 1}}',
    '{"small": {"rate": 1e999, "burst": 1}}',
  ])('are not in %s', text => {
    expect(parseTiers(text)).toBeUndefined()
  })
})
