import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createOwnTurns, createTeamThrottle, inBlocks } from '../../lib/teams/throttle.ts'
import { itGivesTurns } from '../contract/request-turns.ts'
import { teamOf } from '../support/teams.ts'

const START = Date.parse('2026-11-21T10:00:00.000Z')
const TIERS = { standard: { rate: 2, burst: 3 }, large: { rate: 100, burst: 200 }, slow: { rate: 0.1, burst: 1 } }
const TEAMS = new Map([
  ['lab', teamOf('lab')],
  ['film', teamOf('film')],
  ['big', teamOf('big', { tier: 'large' })],
  ['gone', teamOf('gone', { tier: 'no-longer-there' })],
  ['slow', teamOf('slow', { tier: 'slow' })],
])

const begin = (shared?: ReturnType<typeof createOwnTurns>) => {
  let now = START
  const clock = () => new Date(now)
  const open = () =>
    createTeamThrottle({
      clock,
      teams: { get: async name => TEAMS.get(name) },
      tiers: TIERS,
      ...(shared && { shared }),
    })
  return {
    open,
    pass: (ms: number) => {
      now += ms
    },
  }
}
type Throttle = ReturnType<ReturnType<typeof begin>['open']>
const passes = async (throttle: Throttle, team: string, count: number, isChange = false) => {
  const answers = await Promise.all(Array.from({ length: count }, () => throttle.take({ team, isChange })))
  return answers.filter(seconds => seconds === undefined).length
}

describe('the turns of one process', () => {
  itGivesTurns(async () => createOwnTurns())

  it('never gives more in any time than the burst and what the rate adds, whenever requests come', async () => {
    const limits = fc.record({ rate: fc.integer({ min: 1, max: 50 }), burst: fc.integer({ min: 1, max: 20 }) })
    const pauses = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(limits, pauses, async (limit, waits) => {
        const turns = createOwnTurns()
        const passed: number[] = []
        let now = START
        for (const wait of waits) {
          now += wait
          if (await turns.take('lab', limit, new Date(now))) passed.push(now)
        }
        for (const [from, begins] of passed.entries()) {
          for (const [later, ends] of passed.slice(from).entries()) {
            const most = limit.burst + ((ends - begins) / 1_000) * limit.rate + 1e-6
            expect(later + 1).toBeLessThanOrEqual(most)
          }
        }
      }),
      { numRuns: 100 },
    )
  })

  it('goes on where the clock is set back', async () => {
    const turns = createOwnTurns()
    const limit = { rate: 1, burst: 2 }
    await turns.take('lab', limit, new Date(START))

    expect(await turns.take('lab', limit, new Date(START - 3_600_000))).toBe(true)
  })

  it('remembers so many teams, and of more those that asked last', async () => {
    const turns = createOwnTurns(2)
    const limit = { rate: 1, burst: 1 }
    for (const team of ['a', 'b', 'c']) await turns.take(team, limit, new Date(START))

    const again = []
    for (const team of ['c', 'b', 'a']) again.push(await turns.take(team, limit, new Date(START)))

    expect(again).toEqual([false, false, true])
  })
})

describe('turns that are counted together with other processes', () => {
  const LIMIT = { rate: 20, burst: 40 }
  const counted = () => {
    const together = createOwnTurns()
    const asked: number[] = []
    const shared: typeof together = {
      take: (team, limit, now, count = 1) => {
        asked.push(count)
        return together.take(team, limit, now, count)
      },
    }
    return {
      shared,
      asked,
      take: (turns: typeof together, ms: number) => turns.take('lab', LIMIT, new Date(START + ms)),
    }
  }

  it('cost one count for several requests of ten seconds, and one each where a team asks seldom', async () => {
    const { shared, asked, take } = counted()
    const turns = inBlocks(shared)
    for (let second = 0; second < 10; second += 1) expect(await take(turns, second * 1_000)).toBe(true)
    expect(asked).toEqual([5, 5])

    for (let minute = 1; minute < 4; minute += 1) expect(await take(turns, minute * 60_000)).toBe(true)
    expect(asked).toEqual([5, 5, 5, 5, 5])
  })

  it('let one process have the whole burst and no more, and the last of it one by one', async () => {
    const { shared, take } = counted()
    const turns = inBlocks(shared)
    const taken: boolean[] = []
    await take(shared, 0)
    for (let count = 0; count < 60; count += 1) taken.push(await take(turns, 0))

    expect(taken.filter(Boolean)).toHaveLength(39)
  })

  it('let a team ask no more than its burst and what each process has counted and not used', async () => {
    const { shared, take } = counted()
    const processes = Array.from({ length: 6 }, () => inBlocks(shared))
    for (const turns of processes) await take(turns, 0)
    const later = await Promise.all(processes.flatMap(turns => Array.from({ length: 40 }, () => take(turns, 9_000))))

    expect(later.filter(Boolean).length).toBeLessThanOrEqual(LIMIT.burst + 6 * 4)
    expect(later.filter(Boolean).length).toBeGreaterThanOrEqual(LIMIT.burst)
  })

  it('are counted one by one where a burst is small, and forgotten of the teams that asked longest ago', async () => {
    const { shared, asked } = counted()
    const turns = inBlocks(shared, 2)
    await turns.take('lab', { rate: 1, burst: 15 }, new Date(START))
    expect(asked).toEqual([1])
    for (const team of ['a', 'b', 'c', 'a', 'c']) await turns.take(team, LIMIT, new Date(START))

    expect(asked).toEqual([1, 5, 5, 5, 5])
  })
})

describe('the throttle of teams', () => {
  it("counts by the team's tier, by the standard tier where the stage has it no longer, and by the numbers of the authoriser", async () => {
    const throttle = begin().open()

    expect(await passes(throttle, 'lab', 10)).toBe(3)
    expect(await passes(throttle, 'big', 250)).toBe(200)
    expect(await passes(throttle, 'gone', 10)).toBe(3)
    expect(await passes(throttle, 'unknown', 10)).toBe(3)
    const known = { team: 'said', limit: { rate: 1, burst: 1 }, isChange: false }
    expect([await throttle.take(known), await throttle.take(known)]).toEqual([undefined, 1])
  })

  it('answers after how many seconds it is worth coming again', async () => {
    const world = begin()
    const throttle = world.open()
    const ask = () => throttle.take({ team: 'slow', isChange: false })
    await ask()

    expect(await ask()).toBe(10)
    world.pass(10_000)
    expect(await ask()).toBeUndefined()
  })

  it("never lets one team's flood slow another down", async () => {
    const throttle = begin(createOwnTurns()).open()

    expect(await passes(throttle, 'lab', 500, true)).toBe(3)
    expect(await passes(throttle, 'film', 3, true)).toBe(3)
  })

  it('counts what may change something together with all other processes, and all else by itself', async () => {
    const { open } = begin(createOwnTurns())
    const [one, other] = [open(), open()]

    expect((await passes(one, 'lab', 2, true)) + (await passes(other, 'lab', 3, true))).toBe(3)
    expect([await passes(one, 'film', 5), await passes(other, 'film', 5)]).toEqual([3, 3])
  })

  it('asks what is shared for nothing that it refuses itself', async () => {
    let asked = 0
    const throttle = begin({
      take: async () => {
        asked += 1
        return true
      },
    }).open()

    await passes(throttle, 'lab', 100, true)

    expect(asked).toBe(3)
  })

  it('lets teams ask as often as they like where no tier is set', async () => {
    const tiers = { standard: { rate: 10_000, burst: 10_000 } }
    const throttle = createTeamThrottle({ clock: () => new Date(START), teams: { get: async () => undefined }, tiers })

    expect(await passes(throttle, 'lab', 20_000)).toBe(20_000)
  })
})
