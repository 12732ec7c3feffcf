import { expect, it } from '@jest/globals'
import { SMOKE } from '../../bench/bench.ts'
import { BROWSER_BENCHES } from '../../bench/benches.ts'

/** A bench that is not run rots. No figure is looked at here. */
it.each([...BROWSER_BENCHES])('%s still measures', async (_name, bench) => {
  const rows = await bench.run(SMOKE)

  expect(rows.length).toBeGreaterThan(0)
  for (const { ours } of rows) expect(ours).toBeGreaterThanOrEqual(0)
})
