import { expect, it } from '@jest/globals'
import { canTrace } from '../support/file-trace.ts'
import { powerCuts } from '../support/power-cuts.ts'

/** `bench/power-cuts.ts` does more. */
const CUTS = Number(process.env.WAYBILL_TEST_POWER_CUTS ?? 8)

it('loses no job that was answered and makes none twice when the power fails at any moment', async () => {
  if (!(await canTrace())) {
    process.stderr.write('SKIPPED: there is no strace here, so no power cut was tried.\n')
    return
  }

  const report = await powerCuts(CUTS, Math.random)

  expect(report).toMatchObject({ lost: [], doubled: [], refused: [] })
  // At least one for each submission; those of several clients may share one.
  expect(report.flushes).toBeGreaterThan(report.submissions)
})
