import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { AuditEvent } from '../../../lib/audit/event.ts'
import { ROUTES, type Route, type RouteName } from '../../../lib/http/routes.ts'
import { API_STEPS } from '../../support/api-steps.ts'
import { type ApiRequest, type ApiWorld, apiWorld } from '../../support/api-world.ts'

/** Every route that does more than show something. Of the Query API's one, `query-api.test.ts` tries each action. */
const ALL: readonly Route[] = ROUTES
const WRITING = ALL.filter(({ method, caller }) => method !== 'GET' && caller !== 'signer')
const nameOf = ({ method, path }: Route) => `${method} ${path}` as RouteName

/** What else an attempt is called: a submission that made no job of its own, and the reading that a clone begins with. */
const ALSO = ['validate', 'replay', 'read-manifest']
const isOf = ({ action }: Route, event: AuditEvent) => event.action === action || ALSO.includes(event.action)

/** Changes of what stays: history has what was before, what is after, or both. */
const WITH_SIDES = /^(?:put|delete)-|^(?:update|ship|custody)$/

interface Tried {
  readonly as: string
  readonly request: ApiRequest
  readonly status: number
  readonly events: readonly AuditEvent[]
}

describe('history', () => {
  let world: ApiWorld
  const tried = new Map<RouteName, Tried[]>()

  /** The event of a submission that made a job is its record, which the feed has too. */
  const feed = async () => (await world.deps.history.feed({}, { limit: 10_000 })).events

  const attempt = async (route: RouteName, request: ApiRequest) => {
    const before = new Set((await feed()).map(({ hash }) => hash))
    const { status, body } = await world.ask(route, request)
    return { status, body, events: (await feed()).filter(({ hash }) => !before.has(hash)) }
  }

  beforeAll(async () => {
    world = await apiWorld()
    const answered = new Map<string, Readonly<Record<string, never>>>()
    for (const makeStep of API_STEPS) {
      const { route, as, request = {} } = makeStep(world, name => answered.get(name) ?? {})
      if (route.startsWith('GET /v1/audit/')) continue
      world.pass(60)
      const { body, ...outcome } = await attempt(route, request)
      answered.set(as, body)
      tried.set(route, [...(tried.get(route) ?? []), { as, request, ...outcome }])
    }
  })
  afterAll(() => world.stop())

  it.each(WRITING.map(route => [nameOf(route), route] as const))('has who did %s, and what changed', (name, route) => {
    const steps = tried.get(name) ?? []
    expect(steps.length).toBeGreaterThan(0)
    for (const { as, status, events } of steps) {
      const own = events.filter(event => isOf(route, event))
      const shown = { as, status, actions: events.map(event => `${event.action} ${event.outcome}`) }
      expect({ ...shown, own: own.length > 0 }).toEqual({ ...shown, own: true })
      for (const event of own)
        expect(event).toMatchObject({ principal: expect.stringMatching(/./), team: expect.anything() })
      if (WITH_SIDES.test(route.action ?? '')) {
        const hasSides = own.some(({ before, after }) => before !== undefined || after !== undefined)
        expect({ ...shown, hasSides }).toEqual({ ...shown, hasSides: true })
      }
    }
  })

  /** A caller who may not; a body that cannot be read; and what is asked for is not there, or has a name that nothing can have. */
  const REFUSED: readonly (readonly [string, (route: Route, request: ApiRequest) => ApiRequest | undefined])[] = [
    [
      'a caller who may not',
      ({ caller }, request) => ({ ...request, role: caller === 'operator' ? 'member' : 'auditor' }),
    ],
    [
      'a body that cannot be read',
      (_route, request) =>
        request.body == null
          ? undefined
          : { ...request, headers: { ...request.headers, 'Content-Type': 'application/json' }, body: '{"' },
    ],
    ['what is not there', (_route, request) => withParams(request, 'NONE')],
    ['a name that nothing can have', (_route, request) => withParams(request, 'no such thing!')],
  ]

  const withParams = (request: ApiRequest, value: string): ApiRequest | undefined =>
    request.params && {
      ...request,
      params: Object.fromEntries(Object.keys(request.params).map(name => [name, value])),
    }

  describe.each(REFUSED)('has, of %s,', (_why, change) => {
    it.each(WRITING.map(route => [nameOf(route), route] as const))('a refused %s', async (name, route) => {
      const made = tried.get(name)?.at(-1)?.request ?? {}
      const request = change(route, made)
      if (request === undefined) return

      const { status, events } = await attempt(name, request)

      // A PUT of a new name makes the thing.
      if (status < 400) return
      expect({
        status,
        events: events.filter(event => isOf(route, event)).map(event => event.outcome),
      }).toEqual({
        status,
        events: expect.arrayContaining(['refused']),
      })
      expect(events.at(-1)).toMatchObject({ principal: 'ann', code: expect.stringMatching(/^[A-Z_]+$/) })
    })
  })
})
