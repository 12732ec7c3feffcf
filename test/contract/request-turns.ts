import { describe, expect, it } from '@jest/globals'
import type { RequestTurns } from '../../lib/teams/throttle.ts'

const LIMIT = { rate: 10, burst: 4 }
const START = Date.parse('2026-11-21T10:00:00.000Z')

/** What everything does that counts the requests of teams. `open` gives one that has counted none. */
export const itGivesTurns = (open: () => Promise<RequestTurns>) => {
  const opened = async () => {
    const turns = await open()
    const at = (ms: number, team = 'lab', limit = LIMIT, count = 1) =>
      turns.take(team, limit, new Date(START + ms), count)
    return { at }
  }

  describe('the turns of a team', () => {
    it('lets exactly a burst pass, however many requests come at once', async () => {
      const { at } = await opened()

      const taken = await Promise.all(Array.from({ length: 12 }, () => at(0)))

      expect(taken.filter(Boolean)).toHaveLength(LIMIT.burst)
    })

    it('lets one more pass each time that the rate allows it, and does not count what it refuses', async () => {
      const { at } = await opened()
      for (let count = 0; count < LIMIT.burst; count += 1) expect(await at(0)).toBe(true)
      expect([await at(1), await at(50), await at(99)]).toEqual([false, false, false])

      expect([await at(100), await at(101), await at(200)]).toEqual([true, false, true])
    })

    it('lets a whole burst pass again after a pause, and no more', async () => {
      const { at } = await opened()
      for (let count = 0; count < LIMIT.burst; count += 1) await at(0)
      const taken = []

      for (let count = 0; count < 6; count += 1) taken.push(await at(60_000))

      expect(taken).toEqual([true, true, true, true, false, false])
    })

    it('counts several at once, all or none', async () => {
      const { at } = await opened()
      const several = (ms: number, count: number) => at(ms, 'lab', LIMIT, count)

      expect([await several(0, 3), await several(0, 2), await several(0, 1), await at(0)]).toEqual([
        true,
        false,
        true,
        false,
      ])
      expect([await several(100, 2), await several(200, 2), await at(200)]).toEqual([false, true, false])
    })

    it("takes nothing from another team's turns", async () => {
      const { at } = await opened()
      await Promise.all(Array.from({ length: 12 }, () => at(0, 'flood')))

      expect(await at(0, 'film')).toBe(true)
    })

    it('counts by the limit of the moment, as after a change of tier', async () => {
      const { at } = await opened()
      for (let count = 0; count < LIMIT.burst; count += 1) await at(0)

      expect(await at(1)).toBe(false)
      expect(await at(1, 'lab', { rate: 10, burst: 40 })).toBe(true)
    })
  })
}
