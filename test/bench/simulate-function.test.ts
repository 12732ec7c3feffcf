import { describe, expect, it } from '@jest/globals'
import { type FunctionLoad, seeded, simulateFunction } from '../../bench/simulate-function.ts'

const LOAD: FunctionLoad = {
  rate: 1000,
  seconds: 20,
  medianMs: 100,
  slowMs: 100,
  coldMs: 0,
  most: Number.POSITIVE_INFINITY,
}
const run = (load: Partial<FunctionLoad>) => simulateFunction({ ...LOAD, ...load }, seeded(1))

describe('a function under load', () => {
  it('needs as many environments as requests come while one is at work', () => {
    const { served, mostBusy, turnedAway } = run({})

    expect(turnedAway).toBe(0)
    expect(Math.abs(served - 20_000)).toBeLessThan(600)
    // Little: a thousand a second, a tenth of a second each; more by chance.
    expect(mostBusy).toBeGreaterThanOrEqual(100)
    expect(mostBusy).toBeLessThan(160)
  })

  it('serves no more than its environments can, and each request once', () => {
    const { served, endedAfterSeconds, mostBusy } = run({ most: 50, whenFull: 'wait' })

    expect(mostBusy).toBe(50)
    expect(served / endedAfterSeconds).toBeGreaterThan(490)
    expect(served / endedAfterSeconds).toBeLessThanOrEqual(500)
  })

  it('turns away what comes before enough environments are started, until they are', () => {
    const { turnedAway, steadyAfterSeconds, started } = run({ startsInTenSeconds: 50 })

    expect(turnedAway).toBeGreaterThan(0)
    // Fifty at once, and five more each second.
    expect(steadyAfterSeconds).toBeGreaterThan(9)
    expect(started).toBeGreaterThanOrEqual(100)
  })

  it('works off what is there at once', () => {
    const { served, endedAfterSeconds } = run({ rate: 0, seconds: 0, atOnce: 1000, most: 10, whenFull: 'wait' })

    expect(served).toBe(1000)
    expect(endedAfterSeconds).toBeCloseTo(10, 0)
  })

  it('is the same for the same numbers, and another for others', () => {
    expect(run({ slowMs: 500 })).toEqual(run({ slowMs: 500 }))
    expect(simulateFunction(LOAD, seeded(2))).not.toEqual(run({}))
  })
})
