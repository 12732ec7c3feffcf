import { expect, it } from '@jest/globals'
import { killRounds } from '../support/kill-rounds.ts'

/** `bench/kill.ts` does fifty. */
const ROUNDS = Number(process.env.WAYBILL_TEST_KILLS ?? 3)

it('loses no job and makes none twice when it is killed at any moment under sixteen clients', async () => {
  const report = await killRounds(ROUNDS, Math.random)

  expect(report).toMatchObject({ lost: [], doubled: [], withoutSignature: [], open: 0, jobsAtDepot: report.manifests })
})
