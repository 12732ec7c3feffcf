import { describe, expect, it } from '@jest/globals'
import { submitJob } from '../../../lib/jobs/submit/submit-job.ts'
import { deliverDue } from '../../../lib/subscriptions/deliver/deliver-due.ts'
import { handOver } from '../../../lib/subscriptions/deliver/hand-over.ts'
import { type Delivery, isSameAttempt } from '../../../lib/subscriptions/delivery.ts'
import { retryDelivery } from '../../../lib/subscriptions/manage/send-again.ts'
import type { DeliveryStore } from '../../../lib/subscriptions/ports.ts'
import type { Webhooks } from '../../../lib/webhooks/ports.ts'
import { WebhookError } from '../../../lib/webhooks/webhook-error.ts'
import { everyOrder, interleave, type StepPort } from '../../support/interleave.ts'
import { importManifest } from '../../support/manifests.ts'
import { ANN, subscriptionWorld } from '../../support/subscription-world.ts'

/*
 * Two rounds at once, as two invocations or two schedules make them, and time beside them. A webhook is a step too: while it
 * takes its time, others go on. In every order with a few interruptions each notice comes, and comes once, unless an attempt
 * lasts longer than until the next one is due.
 */

type World = Awaited<ReturnType<typeof worldWithNotice>>

const MINUTE = 60
const FOREVER = new Date('2040-01-01')

/** A notice that waits for its first attempt. */
const worldWithNotice = async () => {
  const world = subscriptionWorld()
  await world.subscribe('crates')
  await submitJob(world.deps, { caller: ANN, text: importManifest(), idempotencyKey: 'k' })
  await handOver(world.notify, FOREVER)
  const { entries } = await world.deliveries.due(world.notify.clock(), { limit: 10 })
  const deliveries = memoryDeliveries(entries)
  return {
    ...world,
    deliveries,
    manage: { ...world.manage, deliveries, history: { append: async () => undefined } },
    notify: {
      ...world.notify,
      deliveries,
      subscriptions: { get: async () => world.subscriptions.get('lab', 'crates') },
    },
  }
}

/** Deliveries in memory, whose calls take promises only; the contract suite holds those of databases to the same. */
const memoryDeliveries = (waiting: readonly Delivery[]): DeliveryStore => {
  const there = new Map(waiting.map(delivery => [delivery.id, delivery]))
  return {
    add: async delivery => void (there.has(delivery.id) || there.set(delivery.id, delivery)),
    get: async (_subscriptionId, id) => there.get(id),
    replace: async (next, from) => {
      const now = there.get(from.id)
      if (!now || !isSameAttempt(now, from)) return false
      there.set(next.id, next)
      return true
    },
    list: async () => ({ entries: [...there.values()] }),
    due: async at => ({
      entries: [...there.values()].filter(({ dueAt }) => dueAt !== undefined && dueAt <= at.toISOString()),
    }),
  }
}

const roundOf = (
  { notify }: World,
  step: StepPort,
  {
    deliveries = notify.deliveries,
    post = notify.webhooks.post,
  }: { deliveries?: DeliveryStore; post?: Webhooks['post'] } = {},
) => deliverDue({ ...notify, deliveries: step(deliveries), webhooks: step({ post }) }, FOREVER)

const deliveryOf = async ({ deliveries }: World) => {
  const { entries } = await deliveries.list('', { limit: 10 })
  expect(entries).toHaveLength(1)
  return entries[0]
}

describe('two rounds at once', () => {
  it('send a notice once, in every order', async () => {
    const orders = await everyOrder(2, async (choose, trail) => {
      const world = await worldWithNotice()

      await interleave({ one: step => roundOf(world, step), other: step => roundOf(world, step) }, choose, trail)

      expect(world.posted).toHaveLength(1)
      expect(await deliveryOf(world)).toMatchObject({ state: 'delivered', attempts: 1 })
    })
    expect(orders).toBeGreaterThan(10)
  })

  it('send it once where the list of what is due shows it as it was', async () => {
    await everyOrder(2, async (choose, trail) => {
      const world = await worldWithNotice()
      const { deliveries } = world.notify
      const page = await deliveries.due(world.notify.clock(), { limit: 10 })
      const lagging = { ...deliveries, due: async () => page }

      await interleave(
        {
          one: step => roundOf(world, step, { deliveries: lagging }),
          other: step => roundOf(world, step, { deliveries: lagging }),
        },
        choose,
        trail,
      )
      await roundOf(world, port => port, { deliveries: lagging })

      expect(world.posted).toHaveLength(1)
      expect(await deliveryOf(world)).toMatchObject({ state: 'delivered', attempts: 1 })
    })
  })

  it('lose none whatever time passes, and send it twice only while an attempt is under way', async () => {
    const orders = await everyOrder(2, async (choose, trail) => {
      const world = await worldWithNotice()
      const passing = { pass: async () => world.pass(MINUTE + 1) }

      await interleave(
        {
          one: step => roundOf(world, step),
          other: step => roundOf(world, step),
          time: step => step(passing).pass(),
        },
        choose,
        trail,
      )
      world.pass(2 * MINUTE)
      await roundOf(world, port => port)

      expect(await deliveryOf(world)).toMatchObject({ state: 'delivered' })
      expect(new Set(world.events().map(({ id }) => id)).size).toBe(1)
      expect(world.posted.length).toBeLessThanOrEqual(isOutlasted(trail) ? 2 : 1)
    })
    expect(orders).toBeGreaterThan(10)
  })
})

describe('a member who sends a notice again while it is being sent', () => {
  it('gets what came of the last attempt, in every order', async () => {
    const orders = await everyOrder(2, async (choose, trail) => {
      const world = await worldWithNotice()
      const refused = async () => {
        throw new WebhookError('gone', { isFinal: true })
      }
      const { id: deliveryId = '' } = (await deliveryOf(world)) ?? {}

      await interleave(
        {
          round: step => roundOf(world, step, { post: refused }),
          member: async step => {
            const manage = { ...world.manage, deliveries: step(world.manage.deliveries) }
            await retryDelivery(manage, { caller: ANN, name: 'crates', deliveryId })
            world.pass(1)
            await roundOf(world, step)
          },
        },
        choose,
        trail,
      )
      world.pass(2 * MINUTE)
      await roundOf(world, port => port)

      // What the member's round has sent, or the one at last, was taken; what the other has sent was not.
      expect(world.posted.length).toBeLessThanOrEqual(1)
      const isRoundsLast = lastBegun(trail) === 'round' && world.posted.length === 0
      expect(await deliveryOf(world)).toMatchObject({ state: isRoundsLast ? 'dead' : 'delivered' })
    })
    expect(orders).toBeGreaterThan(10)
  })
})

/** Who began the last attempt, which is stored before it is made. */
const lastBegun = (trail: readonly string[]) => {
  const begins = ['round', 'member'].flatMap(actor => {
    const own = trail.flatMap((line, index) => (line.startsWith(`${actor}: `) ? [{ line, index }] : []))
    return own.flatMap(({ index }, at) => (own[at + 1]?.line === `${actor}: post` ? [{ actor, index }] : []))
  })
  return begins.toSorted((one, other) => one.index - other.index).at(-1)?.actor
}

/** Whether the time until the next attempt passed between the begin of an attempt and what came of it. */
const isOutlasted = (trail: readonly string[]) => {
  const passed = trail.indexOf('time: pass')
  return ['one', 'other'].some(actor => {
    const writes = trail.flatMap((line, index) => (line === `${actor}: replace` ? [index] : []))
    const [begun = Number.POSITIVE_INFINITY, ended = Number.POSITIVE_INFINITY] = writes
    return begun < passed && passed < ended
  })
}
