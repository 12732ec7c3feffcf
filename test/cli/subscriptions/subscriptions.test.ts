import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { type CliWorld, cliWorld } from '../../support/cli-world.ts'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

let world: CliWorld
beforeAll(async () => {
  world = await cliWorld()
  await writeFile(join(world.folder, 'secret'), `${SECRET}\n`)
})
afterEach(async () => {
  for (const name of ['crates', 'moving', 'tested']) await world.does(['subscriptions', 'delete', name])
})
afterAll(() => world.stop())

const webhook = ['--webhook', 'https://hooks.example.com/waybill', '--secret', 'secret']

describe('waybill subscriptions', () => {
  it('makes one, never shows its secret, changes and deletes it', async () => {
    expect((await world.does(['subscriptions'])).printed).toBe('No subscriptions.\n')

    const put = await world.does(['subscriptions', 'put', 'crates', '--event', 'job.*', ...webhook])
    expect(put).toMatchObject({ code: 0, complained: '' })
    expect(put.printed).toMatch(/^To +webhook hooks\.example\.com$/m)
    expect(put.printed).not.toContain(SECRET)

    await world.does(['subscriptions', 'put', 'crates', '--event', 'device.received', '--event', 'job.created'])
    const { printed } = await world.does(['subscriptions', 'show', 'crates', '--format', 'json'])
    expect(JSON.parse(printed)).toMatchObject({
      events: ['device.received', 'job.created'],
      to: { type: 'webhook', host: 'hooks.example.com' },
    })
    expect((await world.does(['subscriptions', 'list'])).printed).toMatch(
      /^crates +webhook hooks\.example\.com +device/m,
    )

    expect(await world.does(['subscriptions', 'delete', 'crates'])).toMatchObject({ code: 0 })
    expect(await world.does(['subscriptions', 'show', 'crates'])).toMatchObject({
      code: 1,
      complained: expect.stringContaining('SUBSCRIPTION_NOT_FOUND'),
    })
  })

  it('leaves the events as they are where only the target is another', async () => {
    await world.does(['subscriptions', 'put', 'moving', '--event', 'device.*', ...webhook])

    await world.does(['subscriptions', 'put', 'moving', '--webhook', 'https://other.example.com/', '--secret', '-'], {
      input: SECRET,
    })

    const { printed } = await world.does(['subscriptions', 'show', 'moving', '--format', 'json'])
    expect(JSON.parse(printed)).toMatchObject({ events: ['device.*'], to: { host: 'other.example.com' } })
  })

  it('sends a test, lists what was sent, and sends it again', async () => {
    await world.does(['subscriptions', 'put', 'tested', '--event', '*', ...webhook])

    const sent = JSON.parse((await world.does(['subscriptions', 'test', 'tested', '--format', 'json'])).printed)
    const list = await world.does(['subscriptions', 'deliveries', 'tested'])

    expect(sent.event.type).toBe('subscription.test')
    expect(list.printed).toMatch(new RegExp(`^${sent.id} +\\w+ +subscription\\.test `, 'm'))
    const again = await world.does(['subscriptions', 'retry', 'tested', sent.id])
    expect([0, 1]).toContain(again.code)
    expect(again.code === 0 ? again.printed : again.complained).toMatch(/^Id +|SUBSCRIPTION_BUSY/m)
    expect(await world.does(['subscriptions', 'retry', 'tested', 'none'])).toMatchObject({
      code: 1,
      complained: expect.stringContaining('DELIVERY_NOT_FOUND'),
    })
  })

  it.each([
    [['put', 'new', '--webhook', 'https://hooks.example.com/'], 2, /--webhook and --secret need each other/],
    [['put', 'new', '--event', '*', '--email', '--eventbridge'], 2, /cannot be used with/],
    [['put', 'new', '--event', '*', '--email'], 1, /SUBSCRIPTION_INVALID/],
    [['put', 'new', '--event', 'job.lost', ...webhook], 1, /SUBSCRIPTION_INVALID/],
    [['put', 'new', ...webhook], 1, /SUBSCRIPTION_NOT_FOUND/],
    [['put', 'new', '--webhook', 'https://hooks.example.com/', '--secret', 'none'], 2, /none cannot be read/],
    [['deliveries', 'none'], 1, /SUBSCRIPTION_NOT_FOUND/],
    [['deliveries', 'none', '--state', 'lost'], 2, /It is one of waiting/],
  ])('refuses %j', async (args, code, complaint) => {
    expect(await world.does(['subscriptions', ...args])).toEqual({
      code,
      printed: '',
      complained: expect.stringMatching(complaint),
    })
  })
})
