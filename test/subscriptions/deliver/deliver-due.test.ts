import { describe, expect, it } from '@jest/globals'
import { submitJob } from '../../../lib/jobs/submit/submit-job.ts'
import type { Delivery } from '../../../lib/subscriptions/delivery.ts'
import { deleteSubscription } from '../../../lib/subscriptions/manage/delete-subscription.ts'
import { retryDelivery } from '../../../lib/subscriptions/manage/send-again.ts'
import { WebhookError } from '../../../lib/webhooks/webhook-error.ts'
import { webhookHeaders } from '../../../lib/webhooks/webhook-signature.ts'
import { importManifest } from '../../support/manifests.ts'
import { ANN, SECRET, subscriptionWorld } from '../../support/subscription-world.ts'

type World = ReturnType<typeof subscriptionWorld>

const submit = async (world: World, deviceId = 'A') =>
  (await submitJob(world.deps, { caller: ANN, text: importManifest().replace('WX21-0046', deviceId) })).job

const refused = (isFinal: boolean) => async () => {
  throw new WebhookError('The webhook at hooks.example.com answered 500', { isFinal })
}
const deliveriesOf = async (world: World, name = 'crates'): Promise<readonly Delivery[]> => {
  const { id } = (await world.subscriptions.get('lab', name)) ?? { id: '' }
  return (await world.deliveries.list(id, { limit: 100 })).entries
}
const MINUTE = 60

describe('a message to a webhook', () => {
  it('is the CloudEvent, signed as Standard Webhooks has it, with the event’s id', async () => {
    const world = subscriptionWorld()
    await world.subscribe('crates')
    await submit(world)
    await world.round()

    const [message] = world.posted
    const body = message?.body ?? ''
    const { id } = JSON.parse(body)
    const signed = { id, body, contentType: 'application/cloudevents+json' }
    expect(message?.url.href).toBe('https://hooks.example.com/waybill?token=abc')
    expect(message?.headers).toEqual(webhookHeaders(signed, SECRET, world.deps.clock()))
  })
})

describe('what a webhook did not take', () => {
  it('comes again after 1, 5 and 30 minutes, 2, 5, 10 and 20 hours, and is then dead', async () => {
    const world = subscriptionWorld()
    await world.subscribe('crates')
    await submit(world)
    world.notify.webhooks.take = refused(false)
    const waits = []
    for (let minute = 0; minute < 60 * 48; minute += 1) {
      const before = world.posted.length
      await world.round()
      if (world.posted.length > before) waits.push(minute)
      world.pass(MINUTE)
    }

    expect(waits).toEqual([0, 1, 6, 36, 156, 456, 1056, 2256])
    expect(new Set(world.events().map(({ id }) => id)).size).toBe(1)
    expect(await deliveriesOf(world)).toMatchObject([
      { state: 'dead', attempts: 8, error: 'The webhook at hooks.example.com answered 500' },
    ])
    expect(world.reported).toContainEqual({ NoticesDelivered: 0, NoticesDead: 1, NoticesLate: 0 })
  })

  it('is dead at once where it will not be taken later either', async () => {
    const world = subscriptionWorld()
    await world.subscribe('crates')
    await submit(world)
    world.notify.webhooks.take = refused(true)
    await world.round()

    expect(await deliveriesOf(world)).toMatchObject([{ state: 'dead', attempts: 1 }])
    expect((await deliveriesOf(world))[0]).not.toHaveProperty('dueAt')
  })

  it('can be sent again by hand, with the same id, from the first attempt on', async () => {
    const world = subscriptionWorld()
    await world.subscribe('crates')
    await submit(world)
    world.notify.webhooks.take = refused(true)
    await world.round()
    const [dead] = await deliveriesOf(world)
    world.notify.webhooks.take = async () => undefined

    await retryDelivery(world.manage, { caller: ANN, name: 'crates', deliveryId: dead?.id ?? '' })
    await world.round()

    expect(await deliveriesOf(world)).toMatchObject([{ state: 'delivered', attempts: 1 }])
    expect((await deliveriesOf(world))[0]).not.toHaveProperty('error')
    expect(new Set(world.events().map(({ id }) => id)).size).toBe(1)
  })

  it('shows nothing of an error that is no answer of the webhook', async () => {
    const world = subscriptionWorld()
    await world.subscribe('crates')
    await submit(world)
    world.notify.webhooks.take = async () => {
      throw new Error('arn:aws:kms:us-east-1:123456789012:key/secret')
    }
    await world.round()

    expect(await deliveriesOf(world)).toMatchObject([
      { state: 'waiting', error: 'Waybill could not send it; its log has the reason.' },
    ])
  })
})

describe('a webhook that is down', () => {
  it('holds up no other, and costs its other deliveries no attempt', async () => {
    const world = subscriptionWorld()
    await world.subscribe('up')
    await world.subscribe('crates')
    const down = (await world.subscriptions.get('lab', 'crates'))?.id ?? ''
    for (let device = 0; device < 12; device += 1) await submit(world, `D${device}`)
    const isDown = new Set<string>()
    for (const { id } of (await world.deliveries.list(down, { limit: 100 })).entries) isDown.add(id)
    let posts = 0
    const { sealer } = world.notify
    // Which of the two is posted to shows in who opens its webhook.
    const opened: string[] = []
    Object.assign(world.notify, {
      sealer: {
        ...sealer,
        open: async (sealed: string, owner: string) => {
          opened.push(owner)
          if (owner.startsWith(down)) throw new WebhookError('down', { isFinal: false })
          return sealer.open(sealed, owner)
        },
      },
    })
    world.notify.webhooks.take = async () => {
      posts += 1
    }

    await world.round()

    expect(posts).toBe(12)
    // Those that had begun together.
    expect(opened.filter(owner => owner.startsWith(down)).length).toBeLessThanOrEqual(4)
    expect((await deliveriesOf(world)).filter(({ attempts }) => attempts === 0).length).toBeGreaterThanOrEqual(8)
  })
})

describe('two rounds at once', () => {
  it('send each notice once', async () => {
    const world = subscriptionWorld()
    await world.subscribe('crates')
    for (let device = 0; device < 5; device += 1) await submit(world, `D${device}`)

    await Promise.all([world.round(), world.round(), world.round()])

    expect(world.posted).toHaveLength(5)
    expect(new Set(world.events().map(({ subject }) => subject)).size).toBe(5)
  })
})

describe('a crash', () => {
  /** A round whose store stops answering after so many writes. */
  const crashAfter = async (world: World, writes: number) => {
    let left = writes
    const dying = <T extends object>(port: T): T =>
      new Proxy(port, {
        get: (target, name) => {
          const method = Reflect.get(target, name)
          if (typeof method !== 'function' || !['add', 'replace', 'clear'].includes(String(name))) return method
          return (...given: unknown[]) => {
            left -= 1
            return left < 0 ? Promise.reject(new Error('the process is gone')) : method.apply(target, given)
          }
        },
      })
    const { deliveries, outbox } = world
    Object.assign(world.notify, { deliveries: dying(deliveries), outbox: dying(outbox) })
    await world.round().catch(() => undefined)
    Object.assign(world.notify, { deliveries, outbox })
  }

  it.each([0, 1, 2, 3, 4, 5, 6, 7])('after %d writes loses no notice and makes no delivery twice', async writes => {
    const world = subscriptionWorld()
    await world.subscribe('crates')
    await world.subscribe('boxes')
    await submit(world)

    await crashAfter(world, writes)
    for (let round = 0; round < 3; round += 1) {
      world.pass(2 * MINUTE)
      await world.round()
    }

    for (const name of ['crates', 'boxes']) {
      expect(await deliveriesOf(world, name)).toMatchObject([{ state: 'delivered' }])
    }
    // What was sent, and could not be noted any more, comes once again, with the same id.
    expect(world.posted.length).toBeLessThanOrEqual(4)
    expect(new Set(world.events().map(({ id }) => id)).size).toBe(1)
  })

  it('in the last attempt leaves a dead letter', async () => {
    const world = subscriptionWorld()
    await world.subscribe('crates')
    await submit(world)
    world.notify.webhooks.take = refused(false)
    for (let attempt = 0; attempt < 7; attempt += 1) {
      await world.round()
      world.pass(24 * 60 * MINUTE)
    }
    // The attempt is noted, and what came of it is not.
    await crashAfter(world, 1)
    world.pass(3 * MINUTE)
    await world.round()

    expect(await deliveriesOf(world)).toMatchObject([
      { state: 'dead', attempts: 8, error: 'The last attempt was broken off.' },
    ])
  })
})

describe('a subscription that is deleted', () => {
  it('gets nothing of what waits, not even where another takes its name', async () => {
    const world = subscriptionWorld()
    await world.subscribe('crates')
    await submit(world)
    world.notify.webhooks.take = refused(false)
    await world.round()
    await deleteSubscription(world.manage, { caller: ANN, name: 'crates' })
    await world.subscribe('crates')
    world.notify.webhooks.take = async () => undefined
    const before = world.posted.length
    world.pass(60 * MINUTE)
    await world.round()

    expect(world.posted).toHaveLength(before)
    expect(await deliveriesOf(world)).toEqual([])
  })
})

describe('a target that is no webhook', () => {
  it('gets the event where there is one, and is dead where there is none', async () => {
    const world = subscriptionWorld(['webhook', 'email', 'eventbridge'])
    const { subscription: all } = { subscription: await world.subscribe('crates') }
    for (const is of ['email', 'eventbridge'] as const) {
      await world.subscriptions.create({ ...all, name: is, id: is, target: { is } }, 20)
    }
    await submit(world)
    await world.round()
    expect(world.others.map(({ to, event }) => [to, event.type]).toSorted()).toEqual([
      ['email', 'job.created'],
      ['eventbridge', 'job.created'],
    ])

    Object.assign(world.notify, { targets: {} })
    await submit(world, 'B')
    await world.round()
    expect(await deliveriesOf(world, 'email')).toMatchObject([
      { state: 'dead', error: 'The target email is only on a stage' },
      { state: 'delivered' },
    ])
  })
})
