import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type TurnPart, turnsBetween } from '../../../lib/jobs/follow/turns.ts'
import { PACE, TURN_PARTS } from '../../../lib/jobs/pace.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const START = Date.parse('2026-11-21T10:00:00.000Z')

/** Whether a job that was made then, in a part of its own, is looked at with a part. */
const has = (part: TurnPart, madeAt: number): boolean => {
  if (part.stage !== 'not-shipped') return false
  const at = new Date(madeAt).toISOString()
  return part.createdFrom <= at && at < part.createdBefore
}

/** When a job is looked at by runs at these moments. */
const looksAt = (runs: readonly number[], isOf: (part: TurnPart) => boolean): readonly number[] =>
  runs.slice(1).flatMap((to, index) =>
    turnsBetween(new Date(runs[index] ?? to), new Date(to), PACE)
      .filter(({ part }) => isOf(part))
      .map(() => to),
  )

/** Runs as often as this still shows every turn; a stage has one a minute. */
const EVERY = 15 * MINUTE
const regular = (from: number, ms: number) =>
  Array.from({ length: Math.ceil(ms / EVERY) + 1 }, (_, n) => from + n * EVERY)

/** Runs that come as they like, with breaks of up to a few hours. */
const runs = fc.array(fc.integer({ min: 1, max: 5 * HOUR }), { minLength: 1, maxLength: 60 }).map(steps => {
  let at = START
  return [at, ...steps.map(step => (at += step))]
})

describe('jobs in turn', () => {
  it('that wait for their parcel are looked at twice a day, soon after each half day of their life', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: DAY }), made => {
        const madeAt = START + made
        const looks = looksAt(regular(START, 32 * DAY), part => has(part, madeAt)).map(at => at - madeAt)

        expect(looks).toHaveLength(60)
        for (const [index, age] of looks.entries()) {
          const halfDays = (index + 1) * 12 * HOUR
          expect(age).toBeGreaterThanOrEqual(halfDays)
          expect(age).toBeLessThanOrEqual(halfDays + 2 * HOUR + EVERY)
        }
      }),
      { numRuns: 5 },
    )
  })

  it('whose device is away are looked at once in each pace of its stage', () => {
    for (const stage of ['shipped', 'received', 'done'] as const) {
      for (let part = 0; part < TURN_PARTS; part += 1) {
        const looks = looksAt(regular(START, DAY), turn => turn.stage === stage && turn.part === part)

        expect(looks).toHaveLength(DAY / PACE[stage])
        for (const [index, at] of looks.entries()) {
          if (index > 0) expect(Math.abs(at - (looks[index - 1] ?? 0) - PACE[stage])).toBeLessThanOrEqual(EVERY)
        }
      }
    }
  })

  it('are looked at at each turn however the runs come, unless a run is later than the pace', () => {
    fc.assert(
      fc.property(runs, fc.integer({ min: -20 * DAY, max: 0 }), (all, made) => {
        const madeAt = START + made
        const isOf = (part: TurnPart) => has(part, madeAt)
        const end = all.at(-1) ?? START
        const turns = looksAt(regular(START, end - START), isOf)
        const done = turns.filter(at => at <= end)

        expect(looksAt(all, isOf).length).toBeGreaterThanOrEqual(done.length - 1)
        expect(looksAt(all, isOf).length).toBeLessThanOrEqual(turns.length)
      }),
      { numRuns: 20 },
    )
  })

  it('are looked at once after a break of any length, in the order of their turns', () => {
    fc.assert(
      fc.property(fc.integer({ min: 12 * HOUR, max: 100 * DAY }), fc.integer({ min: 0, max: 29 * DAY }), (gap, age) => {
        const to = START + gap
        const turns = turnsBetween(new Date(START), new Date(to), PACE)
        const times = turns.map(({ at }) => at)

        expect(times).toEqual(times.toSorted((one, other) => one - other))
        expect(turns.filter(({ part }) => has(part, to - age)).length).toBeLessThanOrEqual(1)
        if (age >= 15 * HOUR) expect(turns.filter(({ part }) => has(part, to - age))).toHaveLength(1)
        const away = turns.flatMap(({ part }) => (part.stage === 'shipped' ? [part.part] : []))
        expect(away.toSorted((one, other) => one - other)).toEqual(Array.from({ length: TURN_PARTS }, (_, n) => n))
      }),
      { numRuns: 50 },
    )
  })

  it('are none of a moment, nor of a clock that goes back', () => {
    expect(turnsBetween(new Date(START), new Date(START), PACE)).toEqual([])
    expect(turnsBetween(new Date(START), new Date(START - DAY), PACE)).toEqual([])
  })
})
