import { describe, expect, it } from '@jest/globals'
import type { SubscriptionStore } from '../../lib/subscriptions/ports.ts'
import { subscription } from '../support/subscriptions.ts'

/** What every store of subscriptions does. `open` gives an empty one. */
export const itIsASubscriptionStore = (open: () => Promise<SubscriptionStore>) => {
  describe('a subscription', () => {
    it('reads back as it was put, hostile text included', async () => {
      const store = await open()
      const hostile = subscription({ team: 'a#b/ü "', updatedBy: ' \u0000<&>', events: ['job.created', 'device.*'] })

      expect(await store.create(hostile, 20)).toBe('created')
      expect(await store.get('a#b/ü "', 'crates')).toEqual(hostile)
    })

    it('is put only where its team has none of its name', async () => {
      const store = await open()
      await store.create(subscription(), 20)

      expect(await store.create(subscription({ id: 'other' }), 20)).toBe('taken')
      expect(await store.create(subscription({ team: 'film', id: 'film-1' }), 20)).toBe('created')
      expect(await store.get('lab', 'crates')).toEqual(subscription())
    })

    it('is put by exactly one of many that come at once', async () => {
      const store = await open()

      const outcomes = await Promise.all(
        Array.from({ length: 16 }, (_, index) => store.create(subscription({ id: `id-${index}` }), 20)),
      )

      expect(outcomes.filter(outcome => outcome === 'created')).toHaveLength(1)
    })

    it('is among those of its team as it is now, after each change', async () => {
      const store = await open()
      const next = subscription({ revision: 2, events: ['job.created'] })
      expect(await store.ofTeam('lab')).toEqual([])

      await store.create(subscription(), 20)
      expect(await store.ofTeam('lab')).toEqual([subscription()])
      await store.replace(next, subscription())
      expect(await store.ofTeam('lab')).toEqual([next])
      await store.remove(next)
      expect(await store.ofTeam('lab')).toEqual([])
    })

    it('that was never put is not there', async () => {
      expect(await (await open()).get('lab', 'crates')).toBeUndefined()
    })
  })

  describe('the number of subscriptions', () => {
    const named = (name: string, team = 'lab') => subscription({ name, team, id: `${team}-${name}` })

    it('has a limit for each team', async () => {
      const store = await open()
      expect(await store.create(named('one'), 2)).toBe('created')
      expect(await store.create(named('two'), 2)).toBe('created')

      expect(await store.create(named('three'), 2)).toBe('full')
      expect(await store.create(named('one', 'film'), 2)).toBe('created')
      expect((await store.ofTeam('lab')).map(({ name }) => name)).toEqual(['one', 'two'])
    })

    it('is never above the limit, however many come at once', async () => {
      const store = await open()

      await Promise.all(Array.from({ length: 12 }, (_, index) => store.create(named(`n${index}`), 3)))

      expect((await store.ofTeam('lab')).length).toBeLessThanOrEqual(3)
    })

    it('leaves room again once one is removed', async () => {
      const store = await open()
      await store.create(named('one'), 1)
      await store.remove(named('one'))

      expect(await store.create(named('two'), 1)).toBe('created')
    })
  })

  describe('a change', () => {
    it('takes the place of what it was made from', async () => {
      const store = await open()
      await store.create(subscription(), 20)
      const next = subscription({ revision: 2, events: ['job.cancelled'] })

      expect(await store.replace(next, subscription())).toBe(true)
      expect(await store.get('lab', 'crates')).toEqual(next)
    })

    it.each([
      ['it has changed', subscription({ revision: 2 })],
      ['another one took its name', subscription({ id: 'other' })],
      ['it is gone', undefined],
    ])('and a removal do nothing where %s', async (_why, there) => {
      const store = await open()
      if (there) await store.create(there, 20)

      expect(await store.replace(subscription({ revision: 2, events: [] }), subscription())).toBe(false)
      expect(await store.remove(subscription())).toBe(false)
      expect(await store.get('lab', 'crates')).toEqual(there)
    })

    it('is made by one of two that come at once', async () => {
      const store = await open()
      await store.create(subscription(), 20)

      const outcomes = await Promise.all([
        store.replace(subscription({ revision: 2, events: ['job.created'] }), subscription()),
        store.replace(subscription({ revision: 2, events: ['job.updated'] }), subscription()),
        store.remove(subscription()),
      ])

      expect(outcomes.filter(Boolean)).toHaveLength(1)
    })
  })

  describe('a list', () => {
    const all = [
      ['film', 'b'],
      ['lab', 'A'],
      ['lab', 'a'],
      ['lab', 'b.c'],
      ['laboratory', 'a'],
    ] as const
    const filled = async () => {
      const store = await open()
      for (const [team, name] of all.toReversed()) await store.create(subscription({ team, name, id: team + name }), 20)
      return store
    }
    const names = (subscriptions: readonly { readonly team: string; readonly name: string }[]) =>
      subscriptions.map(({ team, name }) => [team, name])

    it('of a team has its own, in the order of their names', async () => {
      const store = await filled()

      expect(names(await store.ofTeam('lab'))).toEqual([all[1], all[2], all[3]])
      expect(names((await store.list({ team: 'lab', limit: 10 })).subscriptions)).toEqual([all[1], all[2], all[3]])
      expect(await store.ofTeam('nobody')).toEqual([])
    })

    it.each([1, 2, 3, 5, 9])('of all teams is whole in pages of %d', async limit => {
      const store = await filled()
      const found: unknown[] = []
      let after: { team: string; name: string } | undefined
      for (let more = true; more; ) {
        const page = await store.list({ limit, after })
        found.push(...names(page.subscriptions))
        after = page.subscriptions.at(-1)
        more = page.more
      }

      expect(found).toEqual(all)
    })
  })
}
