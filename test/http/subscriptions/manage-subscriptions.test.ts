import { describe, expect, it } from '@jest/globals'
import { subscriptionStream } from '../../../lib/audit/streams.ts'
import { manageSubscriptions } from '../../../lib/http/subscriptions/manage-subscriptions.ts'
import type { Role } from '../../../lib/teams/caller.ts'
import { readResult } from '../../support/http-answer.ts'
import { proxyEvent } from '../../support/proxy-event.ts'
import { SECRET, subscriptionWorld } from '../../support/subscription-world.ts'

type World = ReturnType<typeof subscriptionWorld>

interface Ask {
  readonly name?: string
  readonly body?: unknown
  readonly team?: string
  readonly role?: Role
  readonly headers?: Record<string, string>
  readonly query?: Record<string, string[]>
  readonly deliveryId?: string
}

const asker =
  ({ manage, deps }: World) =>
  async (route: string, { name, body, team = 'lab', role = 'member', headers = {}, query, deliveryId }: Ask = {}) => {
    const handler = manageSubscriptions({ ...manage, log: deps.log })
    const event = proxyEvent({
      route,
      team,
      role,
      params: { ...(name !== undefined && { name }), ...(deliveryId !== undefined && { deliveryId }) },
      headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
      ...(query && { query }),
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return readResult(await handler(event))
  }

const PUT = 'PUT /v1/subscriptions/{name}'
const GET = 'GET /v1/subscriptions/{name}'
const DELETE = 'DELETE /v1/subscriptions/{name}'
const LIST = 'GET /v1/subscriptions'
const DELIVERIES = 'GET /v1/subscriptions/{name}/deliveries'
const TEST = 'POST /v1/subscriptions/{name}/test'
const RETRY = 'POST /v1/subscriptions/{name}/deliveries/{deliveryId}/retry'

const webhook = { type: 'webhook', url: 'https://hooks.example.com/waybill?token=abc', secret: SECRET }
const BODY = { events: ['job.created', 'job.cancelled'], to: webhook }

describe('a subscription', () => {
  it('is made, shown, changed and deleted, and never shows its address or secret', async () => {
    const ask = asker(subscriptionWorld())
    const made = await ask(PUT, { name: 'crates', body: BODY })
    expect(made.status).toBe(201)
    expect(made.headers.Location).toBe('/v1/subscriptions/crates')
    expect(made.body).toEqual({
      name: 'crates',
      team: 'lab',
      events: BODY.events,
      to: { type: 'webhook', host: 'hooks.example.com' },
      createdAt: '2026-11-21T10:00:00.000Z',
      updatedAt: '2026-11-21T10:00:00.000Z',
      updatedBy: 'ann',
      links: { self: '/v1/subscriptions/crates', deliveries: '/v1/subscriptions/crates/deliveries' },
    })
    // What is left out of where it goes stays as it is.
    const changed = await ask(PUT, { name: 'crates', body: { events: ['*', '*'] } })
    expect([changed.status, changed.body.events, changed.body.to.host]).toEqual([200, ['*'], 'hooks.example.com'])
    const shown = await ask(GET, { name: 'crates' })
    expect([shown.body, shown.headers.ETag]).toEqual([changed.body, changed.headers.ETag])
    expect((await ask(LIST)).body).toEqual({ subscriptions: [changed.body] })
    expect((await ask(DELETE, { name: 'crates' })).status).toBe(204)
    expect((await ask(GET, { name: 'crates' })).status).toBe(404)
    for (const { text } of [made, changed, shown]) expect(text).not.toMatch(/token|whsec/)
  })

  it('is changed and deleted only where it is the one that the caller has in mind', async () => {
    const ask = asker(subscriptionWorld())
    const { headers } = await ask(PUT, { name: 'crates', body: BODY })
    const old = { 'If-Match': String(headers.ETag) }
    const { headers: newer } = await ask(PUT, { name: 'crates', body: BODY, headers: old })

    for (const [route, body] of [
      [PUT, BODY],
      [DELETE, undefined],
    ] as const) {
      const { status, body: problem } = await ask(route, { name: 'crates', body, headers: old })
      expect([status, problem.code]).toEqual([412, 'SUBSCRIPTION_CHANGED'])
    }
    const nothingThere = await ask(PUT, { name: 'boxes', body: BODY, headers: { 'If-Match': '*' } })
    expect(nothingThere.status).toBe(412)
    expect((await ask(DELETE, { name: 'crates', headers: { 'If-Match': String(newer.ETag) } })).status).toBe(204)
  })
})

describe('a subscription that cannot be', () => {
  const of = (to: object) => ({ events: ['*'], to })
  it.each([
    [
      'an unknown event',
      { ...BODY, events: ['job.creatd'] },
      422,
      'SUBSCRIPTION_INVALID',
      /Did you mean job\.created\?.*job\.unclear/,
    ],
    ['no event', { ...BODY, events: [] }, 422, 'SUBSCRIPTION_INVALID', /at least one event.*job\.created/],
    ['a test as an event', { ...BODY, events: ['subscription.test'] }, 422, 'SUBSCRIPTION_INVALID', /not an event/],
    ['a number as an event', { ...BODY, events: [1] }, 400, 'FIELD_INVALID', /./],
    ['too many events', { ...BODY, events: Array(101).fill('*') }, 400, 'FIELD_INVALID', /./],
    ['no events member', { to: webhook }, 400, 'FIELD_INVALID', /./],
    ['no target', { events: ['*'] }, 422, 'SUBSCRIPTION_INVALID', /names where its notices go/],
    ['an unknown target', of({ type: 'pigeon' }), 400, 'FIELD_INVALID', /./],
    ['a target with a member too many', of({ type: 'email', address: 'a@example.com' }), 400, 'FIELD_INVALID', /./],
    ['e-mail on one machine', of({ type: 'email' }), 422, 'SUBSCRIPTION_INVALID', /e-mail here.*on AWS.*a webhook/],
    ['EventBridge on one machine', of({ type: 'eventbridge' }), 422, 'SUBSCRIPTION_INVALID', /EventBridge here/],
    ['an http address', of({ ...webhook, url: 'http://a.example' }), 422, 'SUBSCRIPTION_INVALID', /https address/],
    ['a private address', of({ ...webhook, url: 'https://10.1.2.3/' }), 422, 'SUBSCRIPTION_INVALID', /public internet/],
    [
      'the metadata service',
      of({ ...webhook, url: 'https://169.254.169.254/' }),
      422,
      'SUBSCRIPTION_INVALID',
      /public/,
    ],
    [
      'this machine',
      of({ ...webhook, url: 'https://localhost:4010/' }),
      422,
      'SUBSCRIPTION_INVALID',
      /public internet/,
    ],
    ['a short secret', of({ ...webhook, secret: 'short' }), 422, 'SUBSCRIPTION_INVALID', /24 to 100 characters/],
    ['an empty body', '', 400, 'BODY_EMPTY', /./],
    ['no JSON', '{"events"', 400, 'JSON_MALFORMED', /./],
    ['an array', '[]', 400, 'FIELD_INVALID', /./],
  ])(
    'has %s: a problem that names what is allowed, and nothing is stored',
    async (_what, body, status, code, detail) => {
      const world = subscriptionWorld()
      const ask = asker(world)

      const answer = await ask(PUT, { name: 'crates', body })

      expect([answer.status, answer.body.code]).toEqual([status, code])
      expect(answer.body.detail).toMatch(detail)
      expect(answer.text).not.toContain(SECRET)
      expect(await world.subscriptions.ofTeam('lab')).toEqual([])
    },
  )

  it.each(['', '.hidden', 'a b', 'a/b', 'ä', 'x'.repeat(65), '%00'])('has the name %j', async name => {
    const ask = asker(subscriptionWorld())

    expect((await ask(PUT, { name, body: BODY })).body.code).toBe('SUBSCRIPTION_INVALID')
    expect((await ask(GET, { name })).body.code).toBe('SUBSCRIPTION_NOT_FOUND')
  })

  it('is the 21st of its team, and stays so however many are tried', async () => {
    const world = subscriptionWorld()
    const ask = asker(world)
    const answers = []
    for (let number = 0; number < 1000; number += 1) answers.push(await ask(PUT, { name: `n${number}`, body: BODY }))

    expect(answers.map(({ status }) => status)).toEqual([...Array(20).fill(201), ...Array(980).fill(422)])
    expect(answers.at(-1)?.body).toMatchObject({
      code: 'SUBSCRIPTION_LIMIT',
      detail: expect.stringContaining('has 20 subscriptions, the maximum'),
      retryable: false,
    })
    expect((await ask(PUT, { name: 'n3', body: BODY })).status).toBe(200)
    expect((await ask(PUT, { name: 'n3', body: BODY, team: 'film' })).status).toBe(201)
  })
})

describe('who may', () => {
  it('see and change it: its team alone; auditors see every team’s, and change none', async () => {
    const ask = asker(subscriptionWorld())
    await ask(PUT, { name: 'crates', body: BODY })
    await ask(PUT, { name: 'reels', body: BODY, team: 'film' })

    for (const route of [GET, DELETE, DELIVERIES, TEST]) {
      expect([route, (await ask(route, { name: 'crates', team: 'film' })).status]).toEqual([route, 404])
    }
    expect((await ask(RETRY, { name: 'crates', team: 'film', deliveryId: 'x' })).status).toBe(404)
    const names = async (options: Ask) =>
      (await ask(LIST, options)).body.subscriptions.map(({ name }: { name: string }) => name)
    expect(await names({ team: 'film' })).toEqual(['reels'])
    expect(await names({ team: 'film', query: { team: ['lab'] } })).toEqual([])
    expect(await names({ role: 'auditor', team: 'audit' })).toEqual(['reels', 'crates'])
    expect(await names({ role: 'auditor', team: 'audit', query: { team: ['lab'] } })).toEqual(['crates'])
    const byAuditor = await ask(GET, { name: 'crates', role: 'auditor', team: 'audit', query: { team: ['lab'] } })
    expect(byAuditor.status).toBe(200)
    for (const role of ['auditor', 'viewer', 'operator'] as const) {
      for (const route of [PUT, DELETE, TEST, RETRY]) {
        expect([role, route, (await ask(route, { name: 'crates', body: BODY, role, deliveryId: 'x' })).status]).toEqual(
          [role, route, 403],
        )
      }
    }
    expect((await ask(GET, { name: 'crates', role: 'operator' })).status).toBe(403)
    expect((await ask(GET, { name: 'crates', role: 'viewer' })).status).toBe(200)
  })
})

describe('the history of a subscription', () => {
  it('has every attempt on it, done or refused, with what it was before and after, and no secret', async () => {
    const world = subscriptionWorld()
    const ask = asker(world)
    await ask(PUT, { name: 'crates', body: BODY })
    await ask(PUT, { name: 'crates', body: { events: ['device.nothing'] } })
    await ask(PUT, { name: 'crates', body: { events: ['*'] } })
    await ask(TEST, { name: 'crates' })
    await ask(DELETE, { name: 'crates', headers: { 'If-Match': '"another"' } })
    await ask(DELETE, { name: 'crates' })
    await ask(DELETE, { name: 'crates' })

    const { events } = await world.history.stream(subscriptionStream('lab', 'crates'), { limit: 100 })
    const first = { name: 'crates', events: BODY.events, to: 'webhook', host: 'hooks.example.com' }
    const then = { ...first, events: ['*'] }
    expect(events.map(({ action, outcome, code, before, after }) => [action, outcome, code, before, after])).toEqual([
      ['put-subscription', 'begun', undefined, undefined, first],
      ['put-subscription', 'done', undefined, undefined, undefined],
      ['put-subscription', 'refused', 'SUBSCRIPTION_INVALID', undefined, undefined],
      ['put-subscription', 'begun', undefined, first, then],
      ['put-subscription', 'done', undefined, undefined, undefined],
      ['test-subscription', 'begun', undefined, undefined, undefined],
      ['test-subscription', 'done', undefined, undefined, undefined],
      ['delete-subscription', 'refused', 'SUBSCRIPTION_CHANGED', undefined, undefined],
      ['delete-subscription', 'begun', undefined, then, undefined],
      ['delete-subscription', 'done', undefined, undefined, undefined],
      ['delete-subscription', 'refused', 'SUBSCRIPTION_NOT_FOUND', undefined, undefined],
    ])
    expect(events[0]).toMatchObject({ principal: 'ann', requestId: 'request-1', team: 'lab' })
    expect(JSON.stringify(events)).not.toMatch(/token|whsec/)
  })
})

describe('the deliveries', () => {
  it('show a test with its outcome, and can be asked for by state and page by page', async () => {
    const world = subscriptionWorld()
    const ask = asker(world)
    await ask(PUT, { name: 'crates', body: BODY })
    const test = await ask(TEST, { name: 'crates' })
    expect(test.status).toBe(202)
    expect(test.body).toMatchObject({ state: 'waiting', attempts: 0, event: { type: 'subscription.test' } })
    world.pass(1)
    await ask(TEST, { name: 'crates' })
    await world.round()

    const first = await ask(DELIVERIES, { name: 'crates', query: { pageSize: ['1'] } })
    const token = String(first.body.nextPageToken)
    const second = await ask(DELIVERIES, { name: 'crates', query: { pageSize: ['1'], pageToken: [token] } })
    expect([first, second].map(({ body }) => body.deliveries[0].state)).toEqual(['delivered', 'delivered'])
    expect(second.body.deliveries[0].id).toBe(test.body.id)
    expect(second.body).not.toHaveProperty('nextPageToken')
    expect((await ask(DELIVERIES, { name: 'crates', query: { state: ['dead'] } })).body).toEqual({ deliveries: [] })
    expect(world.events().map(({ type, data }) => [type, data])).toEqual(
      Array(2).fill(['subscription.test', { team: 'lab', subscription: 'crates' }]),
    )
  })

  it.each([
    [{ state: ['lost'] }, 'QUERY_INVALID'],
    [{ sate: ['dead'] }, 'QUERY_INVALID'],
    [{ pageToken: ['x'] }, 'PAGE_TOKEN_INVALID'],
    [{ pageSize: ['x'] }, 'QUERY_INVALID'],
  ])('of the query %j are a problem', async (query, code) => {
    const ask = asker(subscriptionWorld())
    await ask(PUT, { name: 'crates', body: BODY })

    expect((await ask(DELIVERIES, { name: 'crates', query })).body.code).toBe(code)
  })

  it('of an id that there is not cannot be sent again', async () => {
    const ask = asker(subscriptionWorld())
    await ask(PUT, { name: 'crates', body: BODY })

    for (const deliveryId of ['none', '', '../x', 'x'.repeat(200)]) {
      const answer = await ask(RETRY, { name: 'crates', deliveryId })
      expect([deliveryId, answer.status, answer.body.code]).toEqual([deliveryId, 404, 'DELIVERY_NOT_FOUND'])
    }
  })
})
