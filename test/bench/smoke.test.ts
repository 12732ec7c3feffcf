import { describe, expect, it } from '@jest/globals'
import { SMOKE } from '../../bench/bench.ts'
import { BENCHES, LONG_BENCHES } from '../../bench/benches.ts'

/** A bench that is not run rots. No figure is looked at here. */
describe('the benches', () => {
  it.each([...BENCHES, ...LONG_BENCHES])('%s still measures', async (_name, bench) => {
    const rows = await bench.run(SMOKE)

    expect(rows.length).toBeGreaterThan(0)
    for (const { ours, peer, limit } of rows) {
      for (const value of [ours, peer?.value ?? 1, limit?.value ?? 1]) expect(value).toBeGreaterThanOrEqual(0)
    }
  })
})
