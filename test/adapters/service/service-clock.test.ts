import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createServiceClock } from '../../../lib/adapters/service/service-clock.ts'

const START = Date.parse('2026-11-21T10:00:00.000Z')
const MINUTE = 60_000

/** The clock after answers that were so many minutes ahead, one a second. */
const after = (...minutesAhead: readonly number[]) => {
  const clock = createServiceClock()
  for (const [second, minutes] of minutesAhead.entries()) {
    const now = new Date(START + second * 1000)
    // As a Date header has it: whole seconds.
    clock.observe(new Date(Math.floor((now.getTime() + minutes * MINUTE) / 1000) * 1000), now, now)
  }
  return (clock.aheadMs() ?? Number.NaN) / MINUTE
}

describe("the service's clock", () => {
  it('is not known before there was an answer', () => {
    expect(createServiceClock().aheadMs()).toBeUndefined()
  })

  it.each([0, 17, -17, 1440])('is known from one answer: %i minutes ahead', minutes => {
    expect(after(minutes)).toBeCloseTo(minutes, 1)
  })

  it.each([
    ['one made-up time', [0, 0, 600], 0],
    ['made-up times of all sorts', [0, 600, -600, 6000, -6000, 0], 0],
    ['a broken server among others', [0, 0, 0, 4, 0, 0, 4, 0], 0],
    ['a time from the beginning of all times', [0, -29_000_000], 0],
  ])('is not moved by %s', (_, answers, minutes) => {
    expect(after(...answers)).toBeCloseTo(minutes, 1)
  })

  it('is learnt anew where two answers agree that a clock was set', () => {
    expect(after(0, 0, 0, -20, -20)).toBeCloseTo(-20, 1)
    expect(after(20, 20, 0.1, 0)).toBeCloseTo(0, 0)
  })

  it('counts half of the time that an answer takes', () => {
    const clock = createServiceClock()
    clock.observe(new Date(START + 5000), new Date(START), new Date(START + 10_000))

    expect(clock.aheadMs()).toBe(500)
  })

  it('is never further off than the answers that were believed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 30 }), answers => {
        expect(Math.abs(after(...answers))).toBeLessThanOrEqual(4.1)
      }),
    )
  })
})
