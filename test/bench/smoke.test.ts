import { describe, expect, it } from '@jest/globals'
import { SMOKE } from '../../bench/bench.ts'
import { BENCHES, LONG_BENCHES } from '../../bench/benches.ts'

/** A bench that is not run rots. No figure is looked at here. */
describe('the benches', () => {
  it.each([...BENCHES, ...LONG_BENCHES])('%s still measures', async (_name, bench) => {
    const rows = await bench.run(SMOKE)

    expect(rows.length).toBeGreaterThan(0)
    for (const { name, ours, peer, limit } of rows) {
      // What one takes more than the other may be less than nothing where little is measured.
      const least = name.endsWith('over CreateJob') ? Number.NEGATIVE_INFINITY : 0
      for (const value of [ours, peer?.value ?? 1, limit?.value ?? 1]) expect(value).toBeGreaterThanOrEqual(least)
    }
  })
})
