import { expect, it } from '@jest/globals'
import { patienceOf } from '../../lib/local/patience.ts'

it.each([2, 6, 600])('of %i seconds each part of a request is over before the one that waits for it', seconds => {
  const { timing, callMs, keysMs, arrivalMs } = patienceOf(seconds)

  expect(timing.deadlineMs).toBe(seconds * 1000)
  expect(timing.leaseMs).toBeGreaterThan(timing.deadlineMs)
  expect(callMs).toBeLessThan(timing.deadlineMs)
  expect(keysMs).toBeLessThan(timing.deadlineMs)
  expect(arrivalMs).toBeGreaterThanOrEqual(timing.deadlineMs)
})

it('resolves what is unclear within 15 seconds by default', () => {
  const { timing } = patienceOf(6)

  // Reconciliation looks every two seconds, and its own questions may take as long as a request.
  expect(timing.leaseMs + timing.resolveMarginMs + 2_000).toBeLessThanOrEqual(15_000)
})
