import { beforeEach, describe, expect, it } from '@jest/globals'
import { lookUpJobs } from '../../../lib/http/jobs/look-up-jobs.ts'
import { submitJobs } from '../../../lib/http/jobs/submit-jobs.ts'
import { createTeamThrottle } from '../../../lib/teams/throttle.ts'
import { readResult } from '../../support/http-answer.ts'
import { importManifest } from '../../support/manifests.ts'
import { proxyEvent } from '../../support/proxy-event.ts'
import { submissionWorld } from '../../support/submission-world.ts'

const TIERS = { standard: { rate: 2, burst: 4 } }

let world: ReturnType<typeof begin>
const begin = () => {
  const base = submissionWorld()
  const { clock } = base.deps
  const throttle = createTeamThrottle({ clock, teams: { get: async () => undefined }, tiers: TIERS })
  return { ...base, deps: { ...base.deps, throttle } }
}
beforeEach(() => {
  world = begin()
  world.keys.set('film', world.keys.get('lab') ?? [])
})

type Asked = Partial<Parameters<typeof proxyEvent>[0]>
const list = async (asked: Asked) =>
  readResult(await lookUpJobs(world.deps)(proxyEvent({ route: 'GET /v1/jobs', ...asked })))
const submit = async (asked: Asked) =>
  readResult(
    await submitJobs(world.deps)(
      proxyEvent({
        route: 'POST /v1/jobs',
        headers: { 'Content-Type': 'text/plain' },
        body: importManifest(),
        ...asked,
      }),
    ),
  )

describe('a team that asks more often than it may', () => {
  it('gets 429 with when to come again, and nothing is done', async () => {
    for (let count = 0; count < 4; count += 1) expect((await list({ team: 'lab' })).status).toBe(200)

    const { status, headers, body } = await submit({ team: 'lab' })

    expect(status).toBe(429)
    expect(headers).toMatchObject({ 'Retry-After': '1', 'Content-Type': 'application/problem+json' })
    expect(body).toMatchObject({ code: 'REQUEST_THROTTLED', retryable: true })
    expect(world.service.jobs).toEqual([])
    expect(await world.items()).toEqual([])
    world.pass(1)
    expect((await submit({ team: 'lab' })).status).toBe(201)
  })

  it('slows no other team, whatever it sends', async () => {
    const flood = Array.from({ length: 200 }, (_, count) =>
      count % 2 === 0 ? list({ team: 'lab' }) : submit({ team: 'lab', body: '\0' }),
    )
    const film = await submit({ team: 'film' })

    const statuses = (await Promise.all(flood)).map(({ status }) => status)
    expect(statuses.filter(status => status !== 429)).toHaveLength(4)
    expect(film.status).toBe(201)
  })

  it('is counted for what it may not do, and history has none of what is beyond', async () => {
    const asked = { team: 'lab', role: 'viewer' } as const
    const statuses = []
    for (let count = 0; count < 20; count += 1) statuses.push((await submit(asked)).status)

    expect(statuses).toEqual([...Array(4).fill(403), ...Array(16).fill(429)])
    const { events } = await world.deps.history.feed({}, { limit: 100 })
    expect(events.map(({ code }) => code)).toEqual(Array(4).fill('NOT_ALLOWED'))
  })

  it('does not count what everybody may ask', async () => {
    const route = 'GET /v1/health'
    for (let count = 0; count < 20; count += 1) expect((await list({ route })).status).toBe(200)
  })

  it('is counted by the numbers of the authoriser, which come as texts', async () => {
    const event = proxyEvent({ route: 'GET /v1/jobs', team: 'lab' })
    const authorizer = { ...event.requestContext.authorizer, rate: '1', burst: '2' }
    const asked = { ...event, requestContext: { ...event.requestContext, authorizer } }
    const statuses = []

    for (let count = 0; count < 4; count += 1) statuses.push((await lookUpJobs(world.deps)(asked)).statusCode)

    expect(statuses).toEqual([200, 200, 429, 429])
  })
})
