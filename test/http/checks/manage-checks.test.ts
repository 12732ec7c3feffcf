import { beforeEach, describe, expect, it } from '@jest/globals'
import { manageChecks } from '../../../lib/http/checks/manage-checks.ts'
import { type CheckWorld, checkWorld } from '../../support/check-world.ts'
import { FORGED_PLACES, forge } from '../../support/forged-tokens.ts'
import { importManifest } from '../../support/manifests.ts'
import { proxyEvent } from '../../support/proxy-event.ts'

let world: CheckWorld
beforeEach(() => {
  world = checkWorld()
})

type Request = Partial<Parameters<typeof proxyEvent>[0]> & { readonly name?: string; readonly json?: object }

const ask = async (route: string, { name, json, ...rest }: Request = {}) => {
  const event = proxyEvent({
    route,
    team: 'lab',
    ...(name !== undefined && { params: { name } }),
    ...(json && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(json) }),
    ...rest,
  })
  const { statusCode, headers, body } = await manageChecks(world.deps)(event)
  return { status: statusCode, headers, body: body === '' ? undefined : JSON.parse(body) }
}
const put = (name: string, json: object, rest: Request = {}) => ask('PUT /v1/checks/{name}', { name, json, ...rest })
const get = (name: string, rest: Request = {}) => ask('GET /v1/checks/{name}', { name, ...rest })

const MANIFEST = importManifest('trueCryptPassword:correct horse')
const WEBHOOK = { url: 'https://hooks.example.com/a?token=s3cret', secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }

describe('PUT /v1/checks/{name}', () => {
  it('makes a check of a manifest, which is never shown', async () => {
    const { status, headers, body } = await put('nightly', {
      manifest: MANIFEST,
      schedule: 'cron(0 9 ? * mon-fri *)',
      timeZone: 'Europe/Berlin',
      notify: { webhook: WEBHOOK, digest: true },
    })

    expect(status).toBe(201)
    expect(headers).toMatchObject({ Location: '/v1/checks/nightly' })
    expect(body).toMatchObject({
      name: 'nightly',
      team: 'lab',
      kind: 's3-import',
      jobType: 'Import',
      deviceId: 'WX21-0046',
      buckets: ['sequencer-archive'],
      schedule: 'cron(0 9 ? * MON-FRI *)',
      timeZone: 'Europe/Berlin',
      enabled: true,
      nextRunAt: '2026-11-23T08:00:00.000Z',
      notify: { email: true, digest: true, unknownAfterMinutes: 60, webhook: { host: 'hooks.example.com' } },
      isScheduled: true,
      updatedBy: 'ann',
      links: { self: '/v1/checks/nightly', runs: '/v1/checks/nightly/runs' },
    })
    expect(JSON.stringify([body, await world.items()])).not.toMatch(/correct horse|s3cret|whsec_/)
    expect((await get('nightly')).body).toEqual({ ...body, isScheduled: undefined })
  })

  it('takes the manifest itself, with the schedule in the query', async () => {
    const { status, body } = await ask('PUT /v1/checks/{name}', {
      name: 'nightly',
      headers: { 'Content-Type': 'text/plain' },
      query: { schedule: ['rate(5 minutes)'], enabled: ['false'] },
      body: MANIFEST,
    })

    expect(status).toBe(201)
    expect(body).toMatchObject({ schedule: 'rate(5 minutes)', timeZone: 'UTC', enabled: false })
    expect(body.nextRunAt).toBeUndefined()
  })

  it('runs daily by default', async () => {
    expect((await put('a', { manifest: MANIFEST })).body).toMatchObject({
      schedule: 'rate(1 day)',
      nextRunAt: '2026-11-22T10:00:00.000Z',
    })
  })

  it('changes a check without its manifest and its webhook being sent again', async () => {
    const { body: before } = await put('a', { manifest: MANIFEST, notify: { webhook: WEBHOOK } })

    const { status, body } = await put('a', { schedule: 'rate(2 hours)' })

    expect(status).toBe(200)
    expect(body).toMatchObject({ manifestSha256: before.manifestSha256, notify: before.notify })
    expect([...world.schedules.plans.values()].map(({ expression }) => expression)).toEqual(['rate(2 hours)'])
    expect((await put('a', { notify: { webhook: null } })).body.notify).not.toHaveProperty('webhook')
  })

  it('keeps the rhythm of a rate that is not changed', async () => {
    await put('a', { manifest: MANIFEST, schedule: 'rate(1 hour)' })
    world.pass(30 * 60)

    expect((await put('a', { schedule: 'rate(60 minutes)' })).body.nextRunAt).toBe('2026-11-21T11:00:00.000Z')
    expect((await put('a', { schedule: 'rate(2 hours)' })).body.nextRunAt).toBe('2026-11-21T12:30:00.000Z')
  })

  it.each([
    [
      'an unparsable schedule',
      { schedule: 'every day' },
      'SCHEDULE_INVALID',
      /not a schedule.* For example: rate\(1 day\)\.$/,
    ],
    [
      'more often than once a minute',
      { schedule: 'rate(30 seconds)' },
      'SCHEDULE_INVALID',
      /more often than once a minute/,
    ],
    ['a schedule that is over', { schedule: 'at(2026-11-21T09:59:59)' }, 'SCHEDULE_INVALID', /never comes due/],
    ['a day that never comes', { schedule: 'cron(0 0 30 2 ? *)' }, 'SCHEDULE_INVALID', /never comes due/],
    [
      'an unknown time zone',
      { timeZone: 'Mars/Olympus' },
      'SCHEDULE_INVALID',
      /Unknown time zone .*example: Europe\/Berlin/,
    ],
    ['a manifest that does not pass', { manifest: 'manifestVersion:2.0\n' }, 'MANIFEST_INVALID', /faults/],
    ['another job type', { jobType: 'Export' }, 'JOB_TYPE_MISMATCH', /./],
    ['manifest and job at once', { jobId: 'AB123' }, 'CHECK_INVALID', /manifest or jobId/],
    ['a job that is not there', { manifest: undefined, jobId: 'AB123' }, 'JOB_NOT_FOUND', /./],
    ['no manifest', { manifest: undefined }, 'CHECK_INVALID', /needs a manifest/],
    ['an http webhook', { notify: { webhook: { ...WEBHOOK, url: 'http://a.example' } } }, 'CHECK_INVALID', /https/],
    [
      'a password in an address',
      { notify: { webhook: { ...WEBHOOK, url: 'https://u:p@a.b' } } },
      'CHECK_INVALID',
      /https/,
    ],
    [
      "an address of one's own",
      { notify: { webhook: { ...WEBHOOK, url: 'https://169.254.169.254/a' } } },
      'CHECK_INVALID',
      /public/,
    ],
    [
      'this machine',
      { notify: { webhook: { ...WEBHOOK, url: 'https://localhost:4010/' } } },
      'CHECK_INVALID',
      /public/,
    ],
    [
      'this machine, otherwise written',
      { notify: { webhook: { ...WEBHOOK, url: 'https://[::ffff:7f00:1]/' } } },
      'CHECK_INVALID',
      /public/,
    ],
    [
      "a name of a network's own",
      { notify: { webhook: { ...WEBHOOK, url: 'https://a.internal/' } } },
      'CHECK_INVALID',
      /public/,
    ],
    ['a short secret', { notify: { webhook: { ...WEBHOOK, secret: 'short' } } }, 'CHECK_INVALID', /24 to 100/],
    ['an unknown field', { shedule: 'rate(1 day)' }, 'FIELD_INVALID', /./],
    ['a wrong kind of field', { notify: { unknownAfterMinutes: -1 } }, 'FIELD_INVALID', /./],
  ])('refuses %s, and keeps nothing', async (_what, json, code, detail) => {
    const { body } = await put('a', { manifest: MANIFEST, ...json })

    expect(body).toMatchObject({ code, detail: expect.stringMatching(detail) })
    expect(JSON.stringify(body)).not.toMatch(/s3cret|MfKQ9r8GKYqrTwjU|correct horse/)
    expect(await world.items()).toEqual([])
  })

  it.each(['', '.a', 'a b', 'a/b', 'ü', 'x'.repeat(65), '#'])('refuses the name %j', async name => {
    expect(await put(name, { manifest: MANIFEST })).toMatchObject({ status: 422, body: { code: 'CHECK_INVALID' } })
  })

  it.each([
    [{ body: '' }, 400, 'BODY_EMPTY'],
    [{ body: 'x'.repeat(300_000) }, 413, 'BODY_TOO_LARGE'],
    [{ body: MANIFEST, query: { shedule: ['rate(1 day)'] } }, 400, 'QUERY_INVALID'],
    [{ body: MANIFEST, query: { schedule: ['rate(1 day)', 'rate(2 days)'] } }, 400, 'QUERY_INVALID'],
    [{ body: MANIFEST, query: { enabled: ['maybe'] } }, 400, 'QUERY_INVALID'],
    [{ body: MANIFEST, query: { __proto__: ['maybe'], constructor: ['x'] } }, 400, 'QUERY_INVALID'],
    [{ body: MANIFEST, headers: { 'Content-Type': 'image/png' } }, 415, 'MEDIA_TYPE_UNSUPPORTED'],
  ])('refuses what is no request for a check: %#', async (request, status, code) => {
    const headers = { 'Content-Type': 'text/plain' }

    expect(await ask('PUT /v1/checks/{name}', { name: 'a', headers, ...request })).toMatchObject({
      status,
      body: { code },
    })
  })

  it('is for members only', async () => {
    expect(await put('a', { manifest: MANIFEST }, { role: 'auditor' })).toMatchObject({ status: 403 })
    expect(await put('a', { manifest: MANIFEST }, { team: undefined })).toMatchObject({ status: 401 })
  })

  it('shows where the scheduler does not know it yet, and is mended later', async () => {
    world.schedules.fails = true

    expect(await put('a', { manifest: MANIFEST })).toMatchObject({ status: 201, body: { isScheduled: false } })
    expect(world.errors).toEqual(['schedule and check are not in step; they will be'])
  })
})

describe('a check of another team', () => {
  beforeEach(() => put('a', { manifest: MANIFEST }))
  const film = { team: 'film' }

  it.each([
    'GET /v1/checks/{name}',
    'DELETE /v1/checks/{name}',
    'POST /v1/checks/{name}/run',
    'GET /v1/checks/{name}/runs',
  ])('is not there for %s', async route => {
    expect(await ask(route, { name: 'a', ...film })).toMatchObject({ status: 404, body: { code: 'CHECK_NOT_FOUND' } })
    expect((await get('a')).status).toBe(200)
  })

  it('is not there for a caller who names the team', async () => {
    expect(await get('a', { ...film, query: { team: ['lab'] } })).toMatchObject({ status: 404 })
    expect((await ask('GET /v1/checks', { ...film, query: { team: ['lab'] } })).body.checks).toEqual([])
    expect((await ask('GET /v1/checks/{name}/runs', { name: 'a', ...film, query: { team: ['lab'] } })).status).toBe(404)
  })

  it('does not stand in the way of one of the same name', async () => {
    expect(await put('a', { manifest: MANIFEST, schedule: 'rate(2 days)' }, film)).toMatchObject({ status: 201 })
    expect((await get('a')).body).toMatchObject({ team: 'lab', schedule: 'rate(1 day)' })
  })

  it('is shown to an auditor', async () => {
    const auditor: Request = { team: '', role: 'auditor' }

    expect((await ask('GET /v1/checks', auditor)).body.checks).toHaveLength(1)
    expect((await get('a', { ...auditor, query: { team: ['lab'] } })).status).toBe(200)
  })
})

describe('running, listing, deleting', () => {
  it('POST …/run answers the run, and GET shows it', async () => {
    await put('a', { manifest: MANIFEST })
    world.service.fates.push('refused')

    const { status, body } = await ask('POST /v1/checks/{name}/run', { name: 'a' })

    expect(status).toBe(200)
    expect(body).toMatchObject({ outcome: 'fail', durationMs: 0, changed: null, notices: ['failed'] })
    expect((await get('a')).body).toMatchObject({ outcome: 'fail', lastRun: { faults: ['NoSuchBucketException'] } })
    expect((await ask('GET /v1/checks/{name}/runs', { name: 'a' })).body).toEqual({ runs: [body] })
  })

  it('pages through checks and through runs, with a link to the next page', async () => {
    for (const name of ['a', 'b', 'c']) await put(name, { manifest: MANIFEST })
    await put('d', { manifest: MANIFEST }, { team: 'film' })
    for (let run = 0; run < 3; run++) {
      world.pass(1)
      await ask('POST /v1/checks/{name}/run', { name: 'a' })
    }

    for (const [route, list] of [
      ['GET /v1/checks', 'checks'],
      ['GET /v1/checks/{name}/runs', 'runs'],
    ] as const) {
      const first = await ask(route, { name: 'a', query: { pageSize: ['2'] } })
      expect(first.body[list]).toHaveLength(2)
      expect(first.headers?.Link).toMatch(/^<\/v1\/checks(\/a\/runs)?\?pageSize=2&pageToken=[\w-]+>; rel="next"$/)
      const second = await ask(route, { name: 'a', query: { pageSize: ['2'], pageToken: [first.body.nextPageToken] } })
      expect(second.body[list]).toHaveLength(1)
      expect(second.body).not.toHaveProperty('nextPageToken')
      expect(second.headers).not.toHaveProperty('Link')
      for (const place of FORGED_PLACES) {
        const query = { pageToken: [forge(first.body.nextPageToken, place)] }
        const { status, body } = await ask(route, { name: 'a', query })
        if (status === 200) expect(JSON.stringify(body)).not.toContain('film')
        else expect(body).toMatchObject({ code: 'PAGE_TOKEN_INVALID' })
      }
    }
  })

  it.each([
    [{ pageSize: ['-1'] }, 'QUERY_INVALID'],
    [{ page: ['2'] }, 'QUERY_INVALID'],
    [{ pageSize: ['1', '2'] }, 'QUERY_INVALID'],
    [{ pageToken: ['nonsense'] }, 'PAGE_TOKEN_INVALID'],
  ])('refuses the query %j', async (query, code) => {
    expect(await ask('GET /v1/checks', { query })).toMatchObject({ status: 400, body: { code } })
  })

  it('takes a page token back from whom it was given only, and for the very list', async () => {
    for (const name of ['a', 'b']) await put(name, { manifest: MANIFEST })
    const { body } = await ask('GET /v1/checks', { query: { pageSize: ['1'] } })
    const query = { pageToken: [body.nextPageToken] }

    expect(await ask('GET /v1/checks', { query })).toMatchObject({ status: 200, body: { checks: [{ name: 'b' }] } })
    expect(await ask('GET /v1/checks', { query, team: 'film' })).toMatchObject({ body: { code: 'PAGE_TOKEN_INVALID' } })
    expect(await ask('GET /v1/checks/{name}/runs', { name: 'a', query })).toMatchObject({
      body: { code: 'PAGE_TOKEN_INVALID' },
    })
  })

  it('DELETE removes check and schedule', async () => {
    await put('a', { manifest: MANIFEST })

    expect(await ask('DELETE /v1/checks/{name}', { name: 'a' })).toMatchObject({ status: 204 })
    expect(world.schedules.plans.size).toBe(0)
    expect((await get('a')).status).toBe(404)
    expect((await ask('DELETE /v1/checks/{name}', { name: 'a' })).status).toBe(404)
  })

  it('DELETE succeeds while the scheduler is down', async () => {
    await put('a', { manifest: MANIFEST })
    world.schedules.fails = true

    expect(await ask('DELETE /v1/checks/{name}', { name: 'a' })).toMatchObject({ status: 204 })
  })
})
