import { beforeEach, describe, expect, it } from '@jest/globals'
import { lookUpJobs } from '../../../lib/http/jobs/look-up-jobs.ts'
import { manageJobs } from '../../../lib/http/jobs/manage-jobs.ts'
import { submitJobs } from '../../../lib/http/jobs/submit-jobs.ts'
import { FORGED_PLACES, forge } from '../../support/forged-tokens.ts'
import { readResult } from '../../support/http-answer.ts'
import { exportManifest, importManifest } from '../../support/manifests.ts'
import { proxyEvent } from '../../support/proxy-event.ts'
import { KEY, type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

let world: SubmissionWorld
beforeEach(() => {
  world = submissionWorld()
  world.keys.set('film', [{ ...KEY, accessKeyId: 'AKIAI44QH8DHBEXAMPLE' }])
})

const submit = async (body = importManifest(), team = 'lab') => {
  const event = proxyEvent({ route: 'POST /v1/jobs', headers: { 'Content-Type': 'text/plain' }, body, team })
  const answer = readResult(await submitJobs(world.deps)(event))
  world.pass(1)
  return answer
}
const list = async (query: Record<string, string> = {}, overrides: Partial<Parameters<typeof proxyEvent>[0]> = {}) =>
  readResult(
    await lookUpJobs(world.deps)(
      proxyEvent({
        route: 'GET /v1/jobs',
        team: 'lab',
        query: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]])),
        ...overrides,
      }),
    ),
  )
const ids = ({ body }: { body: { jobs: { jobId: string }[] } }) => body.jobs.map(({ jobId }) => jobId)

/** Three jobs of `lab`, one of `film`: J1111 to J1114. */
const four = async () => {
  await submit(importManifest('prefix:1/'))
  await submit(exportManifest())
  await submit(importManifest('prefix:3/'))
  await submit(importManifest('prefix:4/'), 'film')
}
const AUDITOR = { team: 'audit', role: 'auditor' } as const

describe('GET /v1/jobs', () => {
  it("lists the team's jobs, newest first, each as GET /v1/jobs/{jobId} shows it but for its warnings", async () => {
    await four()

    const answer = await list()

    expect(ids(answer)).toEqual(['J1113', 'J1112', 'J1111'])
    expect(answer.body).not.toHaveProperty('nextPageToken')
    const event = proxyEvent({ route: 'GET /v1/jobs/{jobId}', params: { jobId: 'J1113' }, team: 'lab' })
    const { warnings, ...job } = readResult(await lookUpJobs(world.deps)(event)).body
    expect(warnings).toBeInstanceOf(Array)
    expect(answer.body.jobs[0]).toEqual(job)
  })

  it.each([
    [{ jobId: 'j1112' }, ['J1112']],
    [{ jobId: 'J1112', kind: 's3-import' }, []],
    [{ jobId: 'J1114' }, []],
    [{ deviceId: 'EX-7' }, ['J1112']],
    [{ bucket: 'results' }, ['J1112']],
    [{ bucket: 'logs', deviceId: 'EX-7', kind: 's3-export', jobType: 'export', state: 'created' }, ['J1112']],
    [{ kind: 's3-import' }, ['J1113', 'J1111']],
    [{ jobType: 'Export' }, ['J1112']],
    [{ state: 'cancelled' }, []],
    [{ from: '2026-11-21T10:00:01Z' }, ['J1113', 'J1112']],
    [{ from: '2026-11-21T11:00:01+01:00', to: '2026-11-21T10:00:02.000Z' }, ['J1112']],
    [{ to: '2026-11-21' }, []],
    [{ team: 'lab' }, ['J1113', 'J1112', 'J1111']],
    [{ team: 'film' }, []],
  ])('%j: %j', async (query, expected) => {
    await four()

    expect(ids(await list(query))).toEqual(expected)
  })

  it('finds the jobs whose SIGNATURE is not archived, until it is', async () => {
    await four()
    world.archive.fails = true
    await submit(importManifest('prefix:5/'))
    expect(ids(await list({ archived: 'false' }))).toEqual(['J1115'])
    expect(ids(await list({ archived: 'false', kind: 's3-export' }))).toEqual([])
    expect(await list({ archived: 'true' })).toMatchObject({ status: 400, body: { code: 'QUERY_INVALID' } })

    world.archive.fails = false
    await submit(importManifest('prefix:5/'))
    expect(ids(await list({ archived: 'false' }))).toEqual([])
  })

  it("shows an auditor every team's jobs, or one team's", async () => {
    await four()

    expect(ids(await list({}, AUDITOR))).toEqual(['J1114', 'J1113', 'J1112', 'J1111'])
    expect(ids(await list({ team: 'film' }, AUDITOR))).toEqual(['J1114'])
    expect(ids(await list({ jobId: 'J1114' }, AUDITOR))).toEqual(['J1114'])
    expect(ids(await list({ deviceId: 'WX21-0046', from: '2026-11-21T10:00:01Z' }, AUDITOR))).toEqual([
      'J1113',
      'J1114',
    ])
  })

  it('leads from page to page, by token and by link', async () => {
    await four()

    const first = await list({ pageSize: '2', kind: 's3-import' })
    expect(ids(first)).toEqual(['J1113', 'J1111'])
    const small = await list({ pageSize: '1', kind: 's3-import' })
    expect(ids(small)).toEqual(['J1113'])
    const link = /^<\/v1\/jobs\?(.*)>; rel="next"$/.exec(String(small.headers.Link))?.[1] ?? ''
    const query = Object.fromEntries(new URLSearchParams(link))
    expect(query).toEqual({ pageSize: '1', kind: 's3-import', pageToken: small.body.nextPageToken })

    const second = await list(query)
    expect(ids(second)).toEqual(['J1111'])
    const third = second.body.nextPageToken && (await list({ ...query, pageToken: second.body.nextPageToken }))
    expect(third ? ids(third) : []).toEqual([])
  })

  it('refuses a token of another list, and of another role', async () => {
    await four()
    const token = (await list({ pageSize: '1' })).body.nextPageToken

    const refused = { status: 400, body: { code: 'PAGE_TOKEN_INVALID', retryable: false } }
    expect(await list({ pageToken: token, kind: 's3-import' })).toMatchObject(refused)
    expect(await list({ pageToken: token }, { team: 'film' })).toMatchObject(refused)
    expect(await list({ pageToken: token }, AUDITOR)).toMatchObject(refused)
    expect(await list({ pageToken: token, team: 'lab' }, AUDITOR)).toMatchObject(refused)
    expect(await list({ pageToken: token })).toMatchObject({ status: 200 })
  })

  it.each(FORGED_PLACES)('refuses a token that was written by hand, or shows the own team only: %j', async place => {
    await four()
    const { body } = await list({ pageSize: '1' })

    const answer = await list({ pageToken: forge(body.nextPageToken, place) })

    if (answer.status === 200) expect(ids(answer)).not.toContain('J1114')
    else expect(answer).toMatchObject({ status: 400, body: { code: 'PAGE_TOKEN_INVALID' } })
  })

  it.each([
    { kind: 'floppy' },
    { jobType: 'Backup' },
    { state: 'lost' },
    { from: 'yesterday' },
    { to: '2026-13-01' },
    { from: '2026-02-30' },
    { from: '2025-02-29T00:00:00Z' },
    { to: '2026-04-31T23:59:59+02:00' },
    { to: '2026-01-00' },
    { from: '2026-11-22', to: '2026-11-21' },
    { from: '2026-11-21T10:00:00Z', to: '2026-11-21T11:00:00+02:00' },
    { from: '2026-11-21T10:00:00' },
    { pageSize: '-1' },
    { pageSize: '0' },
    { pageSize: '1001' },
    { pageSize: '1.5' },
    { device: 'EX-7' },
    { deviceId: '' },
  ])('refuses %j and lists what is taken', async query => {
    expect(await list(query as unknown as Record<string, string>)).toMatchObject({
      status: 400,
      body: { code: 'QUERY_INVALID', detail: expect.stringMatching(/must be|known|leave it out|exchange them/) },
    })
  })

  it('shows what the service refused, with its reason, until the key is used again', async () => {
    world.service.fates.push('refused')
    await submit()

    const { body } = await list({ state: 'refused' })
    expect(body.jobs).toEqual([
      {
        id: expect.stringMatching(/^wb/),
        team: 'lab',
        kind: 's3-import',
        jobType: 'Import',
        state: 'refused',
        deviceId: 'WX21-0046',
        buckets: ['sequencer-archive'],
        error: { code: 'NoSuchBucketException', detail: 'The bucket mybucket does not exist' },
        allowedActions: ['resubmit'],
        createdAt: '2026-11-21T10:00:00.000Z',
        updatedAt: '2026-11-21T10:00:00.000Z',
        links: {
          self: expect.stringMatching(/^\/v1\/submissions\/wb[0-9a-f]{32}$/),
          events: expect.stringMatching(/^\/v1\/jobs\/wb[0-9a-f]{32}\/events$/),
        },
      },
    ])
    await submit()
    expect((await list({ state: 'refused' })).body.jobs).toEqual([])
  })

  it('shows what is under way', async () => {
    world.service.fates.push('lost on the way there')
    await submit()

    expect((await list({ state: 'submitting' })).body.jobs).toMatchObject([{ state: 'submitting' }])
  })
})

describe('GET /v1/jobs/{jobId}/events', () => {
  const events = async (jobId: string, query = {}, overrides: Partial<Parameters<typeof proxyEvent>[0]> = {}) =>
    readResult(
      await lookUpJobs(world.deps)(
        proxyEvent({ route: 'GET /v1/jobs/{jobId}/events', params: { jobId }, team: 'lab', query, ...overrides }),
      ),
    )

  it('reports who did what, when, with what outcome and which request', async () => {
    await submit()
    await submit()
    const params = { jobId: 'J1111' }
    await lookUpJobs(world.deps)(proxyEvent({ route: 'GET /v1/jobs/{jobId}/signature', params, team: 'lab' }))
    world.pass(1)
    await manageJobs(world.deps)(proxyEvent({ route: 'POST /v1/jobs/{jobId}/cancel', params, team: 'lab' }))

    const { body } = await events('J1111')

    const said = { principal: 'ann', requestId: 'request-1', outcome: 'done' }
    expect(body.events).toMatchObject([
      { ...said, action: 'submit', at: '2026-11-21T10:00:00.000Z', jobId: 'J1111' },
      { ...said, action: 'replay', at: '2026-11-21T10:00:01.000Z' },
      { ...said, action: 'fetch-signature', at: '2026-11-21T10:00:02.000Z' },
      { ...said, action: 'cancel', at: '2026-11-21T10:00:03.000Z' },
    ])
    expect(JSON.stringify(body)).not.toMatch(/hmgL0julWxoVXeYHHqFQAbvmaL4=|wJalrXUtnFEMI/)
  })

  it('comes page by page', async () => {
    await submit()
    for (let replay = 0; replay < 3; replay += 1) await submit()

    const first = await events('J1111', { pageSize: ['2'] })
    const second = await events('J1111', { pageSize: ['2'], pageToken: [first.body.nextPageToken] })

    expect(first.body.events.map(({ action }: { action: string }) => action)).toEqual(['submit', 'replay'])
    expect(second.body.events).toMatchObject([{ action: 'replay' }, { action: 'replay' }])
    for (const token of ['forged', ...FORGED_PLACES.map(place => forge(first.body.nextPageToken, place))]) {
      const { status, body } = await events('J1111', { pageToken: [token] })
      if (status === 200) expect(body.events).toEqual([])
      else expect(body).toMatchObject({ code: 'PAGE_TOKEN_INVALID' })
    }
  })

  it('is there for a submission without a job too, by its id', async () => {
    world.service.fates.push('refused')
    await submit()
    const [{ id }] = (await list()).body.jobs

    expect((await events(id)).body.events).toMatchObject([
      { action: 'submit', outcome: 'begun' },
      { action: 'submit', outcome: 'refused', code: 'NoSuchBucketException' },
    ])
    expect((await events(id, {}, { team: 'film' })).status).toBe(404)
  })

  it("of another team's job is 404, but for an auditor", async () => {
    await submit()

    expect((await events('J1111', {}, { team: 'film' })).status).toBe(404)
    expect((await events('J1111', {}, AUDITOR)).status).toBe(200)
    expect((await events('ZZZZZ')).status).toBe(404)
  })

  it('notes who fetched a SIGNATURE before it is given: if that cannot be noted, it is not given', async () => {
    await submit()
    world.deps.history.append = async () => {
      throw new Error('the store is down')
    }
    const event = proxyEvent({
      route: 'GET /v1/jobs/{jobId}/signature',
      params: { jobId: 'J1111' },
      team: 'lab',
    })

    expect(readResult(await lookUpJobs(world.deps)(event)).status).toBe(500)
  })
})

describe('every link of an answer', () => {
  it.each([
    ['GET /v1/jobs', 3],
    ['GET /v1/jobs/{jobId}', 6],
    ['GET /v1/jobs/{jobId}/manifests', 1],
    ['GET /v1/jobs/{jobId}/events', 0],
  ])('of %s leads below the name of the stage, once', async (route, most) => {
    const { body: made } = await submit()
    await submit(exportManifest())
    const event = proxyEvent({
      route,
      team: 'lab',
      stage: '/prod',
      ...(route.includes('{') ? { params: { jobId: made.jobId } } : { query: { pageSize: ['1'] } }),
    })
    const { text = '', headers } = readResult(await lookUpJobs(world.deps)(event))
    const links = [...`${text} ${headers.Link ?? ''}`.matchAll(/["<]([^"<]*\/v1\/[^"?>]*)/g)].map(([, link]) => link)

    expect(links.length).toBeGreaterThanOrEqual(most)
    expect(links.filter(link => !/^(?:https:\/\/[^/]+)?\/prod\/v1\//.test(link ?? ''))).toEqual([])
  })
})
