import { describe, expect, it } from '@jest/globals'
import type { BelongingStore, DailyUse } from '../../lib/teams/belongings.ts'
import { addressOf, templateOf } from '../support/teams.ts'

/** What every store of templates and addresses does. `open` gives an empty one. */
export const itIsABelongingStore = (open: () => Promise<BelongingStore>) => {
  it('gives back what was put, by team, kind and name', async () => {
    const store = await open()
    await store.put(templateOf({ jobType: 'Import' }), undefined)
    await store.put(addressOf({ name: 'monthly' }), undefined)

    expect(await store.get('lab', 'template', 'monthly')).toEqual(templateOf({ jobType: 'Import' }))
    expect(await store.get('lab', 'address', 'monthly')).toEqual(addressOf({ name: 'monthly' }))
    expect(await store.get('film', 'template', 'monthly')).toBeUndefined()
  })

  it('puts and removes only what is there as it was seen', async () => {
    const store = await open()
    const first = templateOf()
    const next = templateOf({ version: 2, manifest: 'x:y\n' })

    expect(await store.put(next, first)).toBe(false)
    expect(await store.put(first, undefined)).toBe(true)
    expect(await store.put(templateOf({ id: 'template-2' }), undefined)).toBe(false)
    expect(await store.put(next, first)).toBe(true)
    expect(await store.put(next, first)).toBe(false)
    expect(await store.remove(first)).toBe(false)
    expect(await store.remove(next)).toBe(true)
    expect(await store.remove(next)).toBe(false)
    expect(await store.get('lab', 'template', 'monthly')).toBeUndefined()
  })

  it("lists a team's own of one kind, by name, page by page", async () => {
    const store = await open()
    for (const name of ['c', 'a', 'b']) await store.put(templateOf({ name }), undefined)
    await store.put(templateOf({ name: 'd', team: 'lab2' }), undefined)
    await store.put(addressOf({ name: 'e' }), undefined)

    const page = await store.list('lab', 'template', { limit: 2 })
    const rest = await store.list('lab', 'template', { limit: 2, after: 'b' })

    expect([page.entries.map(({ name }) => name), page.more]).toEqual([['a', 'b'], true])
    expect([rest.entries.map(({ name }) => name), rest.more]).toEqual([['c'], false])
  })
}

/** What every counter of daily quotas does. */
export const itCountsDailyUse = (open: () => Promise<DailyUse>) => {
  describe('a daily quota', () => {
    it('lets exactly so many pass, however many come at once, on each day and for each team', async () => {
      const use = await open()

      const taken = await Promise.all(Array.from({ length: 9 }, () => use.take('lab', '2026-11-21', 4)))

      expect(taken.filter(Boolean)).toHaveLength(4)
      expect(await use.take('lab', '2026-11-22', 4)).toBe(true)
      expect(await use.take('film', '2026-11-21', 4)).toBe(true)
    })

    it('takes back what came to nothing, and never more than was counted', async () => {
      const use = await open()
      await use.giveBack('lab', '2026-11-21')
      await use.take('lab', '2026-11-21', 1)
      await use.giveBack('lab', '2026-11-21')
      await use.giveBack('lab', '2026-11-21')

      expect(await use.take('lab', '2026-11-21', 1)).toBe(true)
      expect(await use.take('lab', '2026-11-21', 1)).toBe(false)
    })
  })
}
