import { describe, expect, it } from '@jest/globals'
import { asDelivered, asFailed, asNew, type Delivery, withAttempt } from '../../lib/subscriptions/delivery.ts'
import type { DeliveryStore } from '../../lib/subscriptions/ports.ts'
import type { Clock } from '../../lib/system.ts'
import { delivery } from '../support/subscriptions.ts'

const at = (time: string) => new Date(`2026-11-21T${time}Z`)

/** What every store of deliveries does. `open` gives an empty one. */
export const itIsADeliveryStore = (open: () => Promise<(clock: Clock) => DeliveryStore>) => {
  const opened = async (now = at('10:00:02')) => (await open())(() => now)
  const dueAt = async (store: DeliveryStore, time: string, limit = 100) => {
    const found: Delivery[] = []
    let after: string | undefined
    do {
      const page = await store.due(at(time), { limit, ...(after !== undefined && { after }) })
      found.push(...page.entries)
      after = page.after
    } while (after !== undefined)
    return found
  }
  const numbered = (count: number, subscriptionId = 'subscription-1') =>
    Array.from({ length: count }, (_, index) =>
      delivery({ subscriptionId, id: `20261121100001${String(index).padStart(3, '0')}-e${index}` }),
    )

  describe('a delivery', () => {
    it('reads back as it was put', async () => {
      const store = await opened()
      await store.add(delivery())

      expect(await store.get('subscription-1', delivery().id)).toEqual(delivery())
      expect(await store.get('subscription-2', delivery().id)).toBeUndefined()
    })

    it('is put once, and stays in the state that it has', async () => {
      const store = await opened()
      await store.add(delivery())
      const sent = asDelivered(withAttempt(delivery(), at('10:00:03')), at('10:00:04'))
      await store.replace(sent, delivery())

      await store.add(delivery())

      expect(await store.get('subscription-1', delivery().id)).toEqual(sent)
    })

    it('is begun by exactly one of many', async () => {
      const store = await opened()
      await store.add(delivery())

      const outcomes = await Promise.all(
        Array.from({ length: 8 }, () => store.replace(withAttempt(delivery(), at('10:00:03')), delivery())),
      )

      expect(outcomes.filter(Boolean)).toHaveLength(1)
    })

    it('that was sent anew is not changed by an attempt of before', async () => {
      const store = await opened()
      await store.add(delivery())
      const before = withAttempt(delivery(), at('10:00:03'))
      await store.replace(before, delivery())
      await store.replace(asNew(before, at('10:00:04')), before)
      const anew = withAttempt(asNew(before, at('10:00:04')), at('10:00:05'))
      await store.replace(anew, asNew(before, at('10:00:04')))

      expect(await store.replace(asFailed(before, 'gone', true), before)).toBe(false)
      expect(await store.get('subscription-1', delivery().id)).toEqual(anew)
    })

    it('that is not there is not changed', async () => {
      const store = await opened()

      expect(await store.replace(withAttempt(delivery(), at('10:00:03')), delivery())).toBe(false)
      expect(await store.get('subscription-1', delivery().id)).toBeUndefined()
    })
  })

  describe('what is due', () => {
    it('is due from its time on', async () => {
      const store = await opened()
      await store.add(delivery())

      expect(await dueAt(store, '10:00:01.999')).toEqual([])
      expect(await dueAt(store, '10:00:02.000')).toEqual([delivery()])
    })

    it('waits after an attempt, and is due no more once it is delivered or dead', async () => {
      const store = await opened()
      const [one, other] = numbered(2) as [Delivery, Delivery]
      for (const each of [one, other]) await store.add(each)
      const [begunOne, begunOther] = [withAttempt(one, at('10:00:03')), withAttempt(other, at('10:00:03'))]
      await store.replace(begunOne, one)
      await store.replace(begunOther, other)
      expect(await dueAt(store, '10:00:30')).toEqual([])
      expect(await dueAt(store, '10:01:03')).toHaveLength(2)

      await store.replace(asDelivered(begunOne, at('10:00:04')), begunOne)
      await store.replace(asFailed(begunOther, 'gone', true), begunOther)

      expect(await dueAt(store, '23:00:00')).toEqual([])
    })

    it.each([1, 3, 7, 100])('is whole in pages of %d, over all subscriptions', async limit => {
      const store = await opened()
      const all = [...numbered(7), ...numbered(5, 'subscription-2')]
      for (const each of all) await store.add(each)

      const found = (await dueAt(store, '11:00:00', limit)).map(({ subscriptionId, id }) => `${subscriptionId} ${id}`)

      expect(found.toSorted()).toEqual(all.map(({ subscriptionId, id }) => `${subscriptionId} ${id}`).toSorted())
    })
  })

  describe('the deliveries of a subscription', () => {
    it.each([1, 2, 5, 6])('are listed newest first, whole in pages of %d', async limit => {
      const store = await opened()
      const all = numbered(5)
      for (const each of [...all, ...numbered(2, 'subscription-2')]) await store.add(each)
      const found: string[] = []
      let after: string | undefined
      do {
        const page = await store.list('subscription-1', { limit, ...(after !== undefined && { after }) })
        found.push(...page.entries.map(({ id }) => id))
        after = page.after
      } while (after !== undefined)

      expect(found).toEqual(all.map(({ id }) => id).toReversed())
    })

    it('are listed for 30 days', async () => {
      const openAt = await open()
      await openAt(() => at('10:00:02')).add(delivery())
      const later = (time: string) => openAt(() => new Date(time)).list('subscription-1', { limit: 10 })

      expect((await later('2026-12-21T10:00:00.000Z')).entries).toHaveLength(1)
      expect((await later('2026-12-21T10:00:02.000Z')).entries).toHaveLength(0)
    })
  })
}
