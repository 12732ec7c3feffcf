import { beforeEach, describe, expect, it } from '@jest/globals'
import { submitJobs } from '../../../lib/http/jobs/submit-jobs.ts'
import { ROUTES, type RouteName } from '../../../lib/http/routes.ts'
import { manageTeams } from '../../../lib/http/teams/manage-teams.ts'
import type { Team } from '../../../lib/teams/team.ts'
import { readResult } from '../../support/http-answer.ts'
import { importManifest } from '../../support/manifests.ts'
import { proxyEvent } from '../../support/proxy-event.ts'
import { teamWorld } from '../../support/team-world.ts'
import { teamOf } from '../../support/teams.ts'

const JSON_TYPE = { 'Content-Type': 'application/json' }
const ADDRESS = {
  name: 'Jane Roe',
  company: 'AnyCompany',
  street1: '123 Any Street',
  city: 'Anytown',
  stateOrProvince: 'WA',
  postalCode: '98101',
  country: 'USA',
  phoneNumber: '+1 206 555 0111',
}
const SHORT =
  'manifestVersion:2.0\ndeviceId:{{deviceId}}\nbucket:{{bucket}}\neraseDevice:yes\nlogPrefix:logs/{{date}}/\n'

let world: ReturnType<typeof teamWorld>
beforeEach(() => {
  world = teamWorld()
})

const ask = async (route: RouteName, request: Partial<Parameters<typeof proxyEvent>[0]> = {}) => {
  const served = ROUTES.find(({ method, path }) => `${method} ${path}` === route)?.function
  const handler = served === 'manage-teams' ? manageTeams(world.deps) : submitJobs(world.deps)
  return readResult(await handler(proxyEvent({ route, team: 'lab', ...request })))
}
const named = { params: { name: 'monthly' } }
const json = (body: object) => ({ headers: JSON_TYPE, body: JSON.stringify(body) })
const begin = async (settings: Partial<Team> = {}) => {
  await world.deps.teamStore.put(teamOf('lab', settings), undefined)
  const placeholders = [{ name: 'bucket', pattern: '[a-z-]+', default: 'lab-data' }]
  const put = await ask('PUT /v1/templates/{name}', { ...named, ...json({ manifest: SHORT, placeholders }) })
  expect(put.status).toBe(201)
}
const DEFAULTS = { returnAddress: ADDRESS, notificationEmail: 'lab@example.com' }
const codesOf = ({ body }: { body: { errors?: { code: string; pointer: string }[] } }) =>
  (body.errors ?? []).map(({ code, pointer }) => `${code} ${pointer}`)

describe("a team's defaults", () => {
  it('fill in what a manifest leaves out, and the answer names it; validation too', async () => {
    await begin({ defaults: DEFAULTS })
    const text = 'manifestVersion:2.0\ndeviceId:D1\nbucket:mybucket\neraseDevice:yes\n'
    const request = { headers: { 'Content-Type': 'text/plain' }, body: text }

    const validated = await ask('POST /v1/jobs', { ...request, query: { validateOnly: ['true'] } })
    const made = await ask('POST /v1/jobs', request)
    const again = await ask('POST /v1/jobs', request)

    expect(validated.body).toMatchObject({ valid: true, fromTeam: ['notificationEmail', 'returnAddress'] })
    expect(made).toMatchObject({ status: 201, body: { fromTeam: ['notificationEmail', 'returnAddress'] } })
    expect(again).toMatchObject({ status: 200, body: { jobId: made.body.jobId } })
    expect(world.service.jobs[0]?.manifest).toContain('notificationEmail: lab@example.com')
  })

  it('stay out of what the manifest has, and take an address of the address book', async () => {
    await begin({ defaults: { returnAddress: 'office', notificationEmail: 'lab@example.com' } })
    const text =
      'manifestVersion:2.0\ndeviceId:D1\nbucket:mybucket\neraseDevice:yes\nnotificationEmail:me@example.com\n'
    const request = { headers: { 'Content-Type': 'text/plain' }, body: text }

    expect((await ask('POST /v1/jobs', request)).body.code).toBe('ADDRESS_NOT_FOUND')
    await ask('PUT /v1/addresses/{name}', { params: { name: 'office' }, ...json({ address: ADDRESS }) })
    expect((await ask('POST /v1/jobs', request)).body.fromTeam).toEqual(['returnAddress'])
    const sent = world.service.jobs[0]?.manifest ?? ''
    expect(sent).toContain('me@example.com')
    expect(sent).not.toContain('lab@example.com')
  })

  it('are not needed by a manifest that is whole', async () => {
    await begin({ defaults: DEFAULTS })
    const made = await ask('POST /v1/jobs', { headers: { 'Content-Type': 'text/plain' }, body: importManifest() })

    expect([made.status, made.body.fromTeam]).toEqual([201, undefined])
  })
})

describe('tags that a team needs', () => {
  it('are asked for before anything is sent, and named', async () => {
    await begin({ requiredTags: ['project', 'cost centre'], defaults: DEFAULTS })
    const refused = await ask('POST /v1/jobs', json({ manifest: importManifest(), tags: { project: 'x' } }))

    expect([refused.status, refused.body.code, codesOf(refused)]).toEqual([
      422,
      'TAG_MISSING',
      ['TAG_MISSING /tags/cost centre'],
    ])
    expect(world.service.jobs).toEqual([])
    const tags = { project: 'x', 'cost centre': '7' }
    expect((await ask('POST /v1/jobs', json({ manifest: importManifest(), tags }))).status).toBe(201)
  })
})

describe('a template', () => {
  const post = (body: object) => ask('POST /v1/templates/{name}/jobs', { ...named, ...json(body) })

  it('makes a job of its values', async () => {
    await begin({ defaults: DEFAULTS })

    const made = await post({ values: { deviceId: 'D-7' } })

    expect(made).toMatchObject({ status: 201, body: { deviceId: 'D-7', buckets: ['lab-data'] } })
    expect(world.service.jobs[0]?.manifest).toContain('logPrefix:logs/2026-11-21/')
    expect(await post({ values: { deviceId: 'D-7' } })).toMatchObject({ status: 200 })
  })

  it('gives the jobs of a table the tags that stand beside it, in the query or in headers', async () => {
    await begin({ defaults: DEFAULTS, requiredTags: ['project'] })
    const table = (deviceId: string, request: Partial<Parameters<typeof proxyEvent>[0]>) =>
      ask('POST /v1/templates/{name}/jobs', {
        ...named,
        body: `deviceId\n${deviceId}\n`,
        ...request,
        headers: { 'Content-Type': 'text/csv', ...request.headers },
      })

    const without = await table('T-1', {})
    const query = await table('T-2', { query: { tag: ['project=apollo', 'site=b'], description: ['Monday'] } })
    const header = await table('T-3', { headers: { 'Waybill-Tags': 'project=gemini' } })
    const twice = await table('T-4', { query: { tag: ['project=a', 'project=b'] } })

    expect(without.body.items).toMatchObject([{ problem: { code: 'TAG_MISSING' } }])
    expect(query.body.items).toMatchObject([{ job: { tags: { project: 'apollo', site: 'b' }, description: 'Monday' } }])
    expect(header.body.items).toMatchObject([{ job: { tags: { project: 'gemini' } } }])
    expect([twice.status, twice.body.code]).toEqual([400, 'TAGS_INVALID'])
  })

  it('makes a job of each device of a table, with an answer each', async () => {
    await begin({ defaults: DEFAULTS })
    const rows = Array.from({ length: 50 }, (_, index) => `disk-${index}`)
    const csv = {
      headers: { 'Content-Type': 'text/csv' },
      body: `deviceId,bucket\r\n${rows.map(row => `${row},`).join('\r\n')}`,
    }

    const { status, body } = await ask('POST /v1/templates/{name}/jobs', { ...named, ...csv })

    expect(status).toBe(200)
    expect(body.items.map((item: { job: { deviceId: string } }) => item.job?.deviceId)).toEqual(rows)
  })

  it.each([
    ['a missing column', 'bucket\nlab-x\n', ['VALUE_MISSING /line 2/deviceId']],
    ['an unknown column', 'deviceId,colour\nD1,red\n', ['VALUE_UNKNOWN /line 2/colour']],
    ['a column twice', 'deviceId,deviceId\nD1,D2\n', ['COLUMN_REPEATED /line 1']],
    ['a line with too few cells', 'deviceId,bucket\nD1\n', ['CELLS_DIFFER /line 2']],
    ['no line', 'deviceId\n', ['CSV_EMPTY ']],
    ['the same device twice', 'deviceId\nD1\nD2\nD1\n', ['ROW_REPEATED /line 4']],
    ['a quote that does not end', 'deviceId\n"D1\n', ['CSV_MALFORMED /line 2']],
    ['a value that does not match', 'deviceId,bucket\nD1,Lab\n', ['VALUE_NOT_ALLOWED /line 2/bucket']],
    ['a cell of two lines', 'deviceId\n"D1\nbucket:other"\n', ['VALUE_NOT_ALLOWED /line 2/deviceId']],
    ['a value that the manifest language refuses', 'deviceId,bucket\nD1,-\n', ['BUCKET_NAME_INVALID /line 2']],
    ['the same device in another bucket', 'deviceId,bucket\nD1,lab-a\nD1,lab-b\n', ['ROW_REPEATED /line 3']],
    ['a fault behind an empty line', 'deviceId,bucket\nD1,\n\n\nD2,Lab\n', ['VALUE_NOT_ALLOWED /line 5/bucket']],
    [
      'faults before and behind a cell of three lines',
      'deviceId,bucket\r\n"D1\r\n2\r\n3",\r\nD2,Lab\r\n',
      ['VALUE_NOT_ALLOWED /line 2/deviceId', 'VALUE_NOT_ALLOWED /line 5/bucket'],
    ],
    [
      'a name that objects have',
      '__proto__,deviceId,constructor\nx,D1,y\n',
      ['VALUE_UNKNOWN /line 2/__proto__', 'VALUE_UNKNOWN /line 2/constructor'],
    ],
    ['a column without a name', ',deviceId\nx,D1\n', ['VALUE_UNKNOWN /line 2/']],
    ['a zero character in a cell', 'deviceId\nD\0\n', ['VALUE_NOT_ALLOWED /line 2/deviceId']],
    ['one cell of 100,000 characters', `deviceId\n${'x'.repeat(100_000)}\n`, ['CSV_MALFORMED /line 2']],
    ['10,000 devices', `deviceId\n${Array.from({ length: 10_000 }, (_, row) => `d${row}\n`).join('')}`, ['TOO_MANY ']],
    ['51 devices', `deviceId\n${Array.from({ length: 51 }, (_, row) => `d${row}\n`).join('')}`, ['TOO_MANY ']],
  ])('makes nothing of a table with %s', async (_what, body, errors) => {
    await begin({ defaults: DEFAULTS })

    const refused = await ask('POST /v1/templates/{name}/jobs', {
      ...named,
      headers: { 'Content-Type': 'text/csv' },
      body,
    })

    expect([refused.status, refused.body.code, codesOf(refused)]).toEqual([422, 'VALUES_INVALID', errors])
    expect(world.service.jobs).toEqual([])
  })

  it.each([
    ['nothing', '', 400, 'BODY_EMPTY'],
    ['bytes that are no text', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0xff, 0xfe, 0x00]), 400, 'BODY_NOT_TEXT'],
    ['Latin-1', Buffer.from('deviceId\nM\xfcnchen\n', 'latin1'), 400, 'BODY_NOT_TEXT'],
    ['more than 256 kB', `deviceId\n${'d\n'.repeat(200_000)}`, 413, 'BODY_TOO_LARGE'],
  ])('makes nothing of a table of %s', async (_what, body, status, code) => {
    await begin({ defaults: DEFAULTS })
    const csv = { headers: { 'Content-Type': 'text/csv' }, body }

    const refused = await ask('POST /v1/templates/{name}/jobs', { ...named, ...csv })

    expect([refused.status, refused.body.code]).toEqual([status, code])
    expect(world.service.jobs).toEqual([])
  })

  it.each([
    ['a byte order mark and lines of Windows', '\ufeffdeviceId,bucket\r\nD1,\r\nD2,lab-x\r\n'],
    ['UTF-16', Buffer.from('\ufeffdeviceId,bucket\nD1,\nD2,lab-x\n', 'utf16le')],
    ['cells in quotes, and blanks around', ' "deviceId" , "bucket"\n"D1", \n D2 ,"lab-x"'],
    ['lines of old Macs', 'deviceId,bucket\rD1,\rD2,lab-x\r'],
  ])('reads a table with %s', async (_what, body) => {
    await begin({ defaults: DEFAULTS })
    const csv = { headers: { 'Content-Type': 'text/csv' }, body }

    const { status, body: answer } = await ask('POST /v1/templates/{name}/jobs', { ...named, ...csv })

    expect([status, answer.errors]).toEqual([200, undefined])
    const made = answer.items.map(({ job }: { job: { deviceId: string; buckets: string[] } }) => [
      job.deviceId,
      ...job.buckets,
    ])
    expect(made).toEqual([
      ['D1', 'lab-data'],
      ['D2', 'lab-x'],
    ])
  })

  it("is another team's: 404, word for word as one that is not there", async () => {
    await begin({ defaults: DEFAULTS })
    const asFilm = { ...json({ values: { deviceId: 'D1' } }), team: 'film' }
    const hidden = await ask('POST /v1/templates/{name}/jobs', { ...named, ...asFilm })
    const none = await ask('POST /v1/templates/{name}/jobs', { params: { name: 'nothing' }, ...asFilm })

    expect([hidden.status, hidden.body.code]).toEqual([404, 'TEMPLATE_NOT_FOUND'])
    expect(hidden.body.detail.replace('monthly', 'X')).toBe(none.body.detail.replace('nothing', 'X'))
  })
})

describe('a clone', () => {
  const SECRET = 'correct horse battery'
  const begun = async () => {
    await begin()
    const text = importManifest(`trueCryptPassword:${SECRET}`)
    const made = await ask('POST /v1/jobs', { headers: { 'Content-Type': 'text/plain' }, body: text })
    return { params: { jobId: String(made.body.jobId) } }
  }

  it('is a new manifest with other values and without secrets, and names those', async () => {
    const job = await begun()
    const clone = await ask('POST /v1/jobs/{jobId}/clone', {
      ...job,
      ...json({ values: { '/deviceId': 'next: one', '/returnAddress/name': 'Ann', '/logPrefix': 'new/' } }),
    })

    expect(clone.body).toMatchObject({ secretsLeftOut: ['trueCryptPassword'] })
    expect(clone.body.manifest).toContain('deviceId:"next: one"')
    expect(clone.body.manifest).toContain('logPrefix: new/')
    expect(clone.text).not.toContain(SECRET)
    expect(clone.text).not.toContain('[redacted]')
  })

  it('is submitted where that is asked for, with a secret of its own', async () => {
    const job = await begun()
    const body = json({ values: { '/deviceId': 'D2', '/trueCryptPassword': 'another one here' }, submit: true })
    const made = await ask('POST /v1/jobs/{jobId}/clone', { ...job, ...body })

    expect(made).toMatchObject({ status: 201, body: { deviceId: 'D2', secretsLeftOut: [] } })
    expect(world.service.jobs[0]?.manifest).toContain('another one here')
  })

  it.each([
    ['that leads nowhere', { '/operations/7/exportBucket': 'x' }, 'VALUE_UNKNOWN'],
    ['of a whole map', { '/returnAddress': 'x' }, 'VALUE_UNKNOWN'],
    ['of two lines', { '/deviceId': 'a\nbucket:b' }, 'VALUE_NOT_ALLOWED'],
    ['whose name is of two lines', { '/a\nb': 'x' }, 'VALUE_UNKNOWN'],
  ])('refuses a value %s', async (_what, values, code) => {
    const job = await begun()
    const before = world.service.jobs.length
    const refused = await ask('POST /v1/jobs/{jobId}/clone', { ...job, ...json({ values, submit: true }) })

    expect([refused.status, refused.body.errors?.[0]?.code]).toEqual([422, code])
    expect(world.service.jobs).toHaveLength(before)
  })
})
