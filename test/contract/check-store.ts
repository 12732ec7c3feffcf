import { describe, expect, it } from '@jest/globals'
import type { ScheduledCheck } from '../../lib/checks/check.ts'
import type { CheckStore } from '../../lib/checks/ports.ts'
import { scheduledCheck } from '../support/checks.ts'

/** What every store of checks does. `open` gives an empty one. */
export const itIsACheckStore = (open: () => Promise<CheckStore>) => {
  const booked = (check: ScheduledCheck): ScheduledCheck => ({
    ...check,
    progress: { ...check.progress, sequence: check.progress.sequence + 1 },
  })

  describe('a check', () => {
    it('reads back as it was put, hostile text included', async () => {
      const store = await open()
      const check = scheduledCheck({ team: 'a#b/ü "', updatedBy: ' \u0000<&>' })

      expect(await store.create(check)).toBe(true)
      expect(await store.get('a#b/ü "', 'guide')).toEqual(check)
    })

    it('is put only where its team has none of its name', async () => {
      const store = await open()
      await store.create(scheduledCheck())

      expect(await store.create(scheduledCheck({ id: 'check-2' }))).toBe(false)
      expect(await store.create(scheduledCheck({ team: 'film', id: 'check-3' }))).toBe(true)
      expect(await store.get('lab', 'guide')).toEqual(scheduledCheck())
      expect((await store.get('film', 'guide'))?.id).toBe('check-3')
    })

    it('is put by exactly one of many that come at once', async () => {
      const store = await open()

      const outcomes = await Promise.all(
        Array.from({ length: 16 }, (_, index) => store.create(scheduledCheck({ id: `check-${index}` }))),
      )

      expect(outcomes.filter(Boolean)).toHaveLength(1)
    })

    it('that was never put is not there', async () => {
      expect(await (await open()).get('lab', 'guide')).toBeUndefined()
    })
  })

  describe('a replacement', () => {
    it('takes the place of what it was made from', async () => {
      const store = await open()
      await store.create(scheduledCheck())
      const next = scheduledCheck({ revision: 2, enabled: false })

      expect(await store.replace(next, scheduledCheck())).toBe(true)
      expect(await store.get('lab', 'guide')).toEqual(next)
    })

    it.each([
      ['its revision has grown', scheduledCheck({ revision: 2 })],
      ['a run was booked', booked(scheduledCheck())],
      ['the scheduler knows it', scheduledCheck({ scheduledRevision: 1 })],
    ])('is refused where %s meanwhile', async (_what, meanwhile) => {
      const store = await open()
      await store.create(scheduledCheck())
      await store.replace(meanwhile, scheduledCheck())

      expect(await store.replace(scheduledCheck({ enabled: false }), scheduledCheck())).toBe(false)
      expect(await store.get('lab', 'guide')).toEqual(meanwhile)
    })

    it('is given to exactly one of many that come at once', async () => {
      const store = await open()
      await store.create(scheduledCheck())

      const outcomes = await Promise.all(
        Array.from({ length: 16 }, () => store.replace(booked(scheduledCheck()), scheduledCheck())),
      )

      expect(outcomes.filter(Boolean)).toHaveLength(1)
    })

    it('never brings back a check that is gone, nor touches one that took its name', async () => {
      const store = await open()
      await store.create(scheduledCheck())
      await store.remove(scheduledCheck())

      expect(await store.replace(booked(scheduledCheck()), scheduledCheck())).toBe(false)
      await store.create(scheduledCheck({ id: 'check-2' }))
      expect(await store.replace(booked(scheduledCheck()), scheduledCheck())).toBe(false)
      expect((await store.get('lab', 'guide'))?.id).toBe('check-2')
    })
  })

  describe('a removal', () => {
    it('removes the very check, and nothing where it is gone', async () => {
      const store = await open()
      await store.create(scheduledCheck({ id: 'check-2' }))

      await store.remove(scheduledCheck())
      expect(await store.get('lab', 'guide')).toBeDefined()
      await store.remove(scheduledCheck({ id: 'check-2' }))
      await store.remove(scheduledCheck({ id: 'check-2' }))

      expect(await store.get('lab', 'guide')).toBeUndefined()
    })
  })

  describe('a list', () => {
    const names = (checks: readonly ScheduledCheck[]) => checks.map(({ team, name }) => `${team}/${name}`)
    const fill = async () => {
      const store = await open()
      for (const [team, name] of ['lab/b', 'lab/a', 'film/z', 'lab/a.b', 'art/m', 'lab/C'].map(at => at.split('/'))) {
        await store.create(scheduledCheck({ team: team ?? '', name: name ?? '', id: `${team}/${name}` }))
      }
      await store.claimDigest('lab', '2026-11-21')
      return store
    }

    it("has a team's checks in the order of their names, and of no other team", async () => {
      const { checks, more } = await (await fill()).list({ team: 'lab', limit: 10 })

      expect({ names: names(checks), more }).toEqual({ names: ['lab/C', 'lab/a', 'lab/a.b', 'lab/b'], more: false })
    })

    it('has every check of every team once, for any size of a page', async () => {
      const store = await fill()
      for (const limit of [1, 2, 3, 4, 5, 6, 100]) {
        const seen: string[] = []
        let after: ScheduledCheck | undefined
        for (let more = true; more; ) {
          const page = await store.list({ limit, after })
          expect(page.checks.length).toBeLessThanOrEqual(limit)
          seen.push(...names(page.checks))
          after = page.checks.at(-1)
          more = page.more
        }
        expect(seen).toEqual(['art/m', 'film/z', 'lab/C', 'lab/a', 'lab/a.b', 'lab/b'])
      }
    })

    it('of a team without checks is empty', async () => {
      expect(await (await fill()).list({ team: 'none', limit: 10 })).toEqual({ checks: [], more: false })
    })
  })

  describe("a digest's day", () => {
    it('is claimed once, and each team has its own', async () => {
      const store = await open()

      expect(await store.claimDigest('lab', '2026-11-21')).toBe(true)
      expect(await store.claimDigest('lab', '2026-11-21')).toBe(false)
      expect(await store.claimDigest('film', '2026-11-21')).toBe(true)
      expect(await store.claimDigest('lab', '2026-11-22')).toBe(true)
      expect(await store.claimDigest('lab', '2026-11-21')).toBe(false)
    })

    it('is claimed again where a clock was ahead and has been set back', async () => {
      const store = await open()
      await store.claimDigest('lab', '2027-01-01')

      expect(await store.claimDigest('lab', '2026-12-30')).toBe(true)
      expect(await store.claimDigest('lab', '2026-12-30')).toBe(false)
    })
  })
}
