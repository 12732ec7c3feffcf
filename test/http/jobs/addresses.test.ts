import { beforeEach, describe, expect, it } from '@jest/globals'
import { manageJobs } from '../../../lib/http/jobs/manage-jobs.ts'
import { submitJobs } from '../../../lib/http/jobs/submit-jobs.ts'
import { ROUTES, type RouteName } from '../../../lib/http/routes.ts'
import { manageTeams } from '../../../lib/http/teams/manage-teams.ts'
import type { Service } from '../../../lib/jobs/service.ts'
import { readResult } from '../../support/http-answer.ts'
import { importManifest } from '../../support/manifests.ts'
import { proxyEvent } from '../../support/proxy-event.ts'
import { teamWorld } from '../../support/team-world.ts'
import { teamOf } from '../../support/teams.ts'

const JSON_TYPE = { 'Content-Type': 'application/json' }
const OFFICE = {
  name: 'Jane Roe',
  company: 'AnyCompany',
  street1: '123 Any Street',
  city: 'Anytown',
  stateOrProvince: 'WA',
  postalCode: '98101',
  country: 'USA',
  phoneNumber: '+1 206 555 0111',
}
const HOME = { ...OFFICE, street1: '7 Home Street' }
const SHORT = 'manifestVersion:2.0\ndeviceId:D1\nbucket:mybucket\neraseDevice:yes\nnotificationEmail:a@example.com\n'

let world: ReturnType<typeof teamWorld>
beforeEach(async () => {
  world = teamWorld()
  await world.deps.teamStore.put(teamOf('lab', { defaults: { returnAddress: 'home' } }), undefined)
  for (const [name, address] of [
    ['office', OFFICE],
    ['home', HOME],
  ] as const) {
    const put = await ask('PUT /v1/addresses/{name}', { params: { name }, ...json({ address }) })
    expect(put.status).toBe(201)
  }
})

const HANDLERS = { 'manage-teams': manageTeams, 'manage-jobs': manageJobs, 'submit-jobs': submitJobs } as const
const ask = async (route: RouteName, request: Partial<Parameters<typeof proxyEvent>[0]> = {}) => {
  const served = ROUTES.find(({ method, path }) => `${method} ${path}` === route)?.function
  const create = HANDLERS[served as keyof typeof HANDLERS] // the tests ask for no other route
  return readResult(await create(world.deps)(proxyEvent({ route, team: 'lab', ...request })))
}
const json = (body: object) => ({ headers: JSON_TYPE, body: JSON.stringify(body) })
const text = (body: string, query: Record<string, string[]> = {}) => ({
  headers: { 'Content-Type': 'text/plain' },
  body,
  query,
})
const sent = () => world.service.jobs.map(({ manifest }) => /street1: (.*)/.exec(manifest)?.[1])

describe('a return address that is named beside a manifest', () => {
  it('fills it in from the address book, before the default of the team, and the answer names it', async () => {
    const made = await ask('POST /v1/jobs', text(SHORT, { returnAddress: ['office'] }))
    const again = await ask('POST /v1/jobs', json({ manifest: SHORT, returnAddress: 'office' }))

    expect([made.status, made.body.fromTeam]).toEqual([201, ['returnAddress']])
    expect([again.status, again.body.jobId]).toEqual([200, made.body.jobId])
    expect((await ask('POST /v1/jobs', text(SHORT))).status).toBe(201)
    // Newest first.
    expect(sent()).toEqual(['7 Home Street', '123 Any Street'])
  })

  it('is checked like all others where a manifest is only validated', async () => {
    const query = { validateOnly: ['true'] }

    const good = await ask('POST /v1/jobs', text(SHORT, { ...query, returnAddress: ['office'] }))
    const bad = await ask('POST /v1/jobs', text(SHORT, { ...query, returnAddress: ['nowhere'] }))

    expect(good.body).toMatchObject({ valid: true, fromTeam: ['returnAddress'] })
    expect([bad.status, bad.body.code]).toEqual([404, 'ADDRESS_NOT_FOUND'])
    expect(sent()).toEqual([])
  })

  it.each(['nowhere', '', '../office', 'office\0', 'x'.repeat(300), 'OFFICE'])(
    'must be in the address book: %j',
    async returnAddress => {
      const { status, body } = await ask('POST /v1/jobs', json({ manifest: SHORT, returnAddress }))

      expect([status, body.code]).toEqual([404, 'ADDRESS_NOT_FOUND'])
      expect(sent()).toEqual([])
    },
  )

  it('is refused beside one of the manifest, and where it is named twice', async () => {
    const twice = await ask('POST /v1/jobs', text(importManifest(), { returnAddress: ['office'] }))
    const two = await ask('POST /v1/jobs', text(SHORT, { returnAddress: ['office', 'home'] }))
    const other = await ask('POST /v1/jobs', {
      ...json({ manifest: SHORT, returnAddress: 'home' }),
      query: { returnAddress: ['office'] },
    })

    expect([twice.status, twice.body.code]).toEqual([422, 'ADDRESS_TWICE'])
    expect([two.body.code, other.body.code]).toEqual(['QUERY_INVALID', 'QUERY_INVALID'])
    expect(sent()).toEqual([])
  })

  it("is of the team's own address book", async () => {
    await world.deps.teamStore.put(teamOf('film'), undefined)
    world.keys.set('film', world.keys.get('lab') ?? [])

    const { body } = await ask('POST /v1/jobs', { ...text(SHORT, { returnAddress: ['office'] }), team: 'film' })

    expect(body.code).toBe('ADDRESS_NOT_FOUND')
  })

  it('stands beside each manifest of a batch, and beside all jobs of a template', async () => {
    const items = [
      { manifest: SHORT.replace('D1', 'B1'), returnAddress: 'office' },
      { manifest: SHORT.replace('D1', 'B2'), returnAddress: 'nowhere' },
    ]
    const template = { params: { name: 'monthly' } }
    await ask('PUT /v1/templates/{name}', { ...template, ...json({ manifest: SHORT.replace('D1', '{{deviceId}}') }) })
    const rows = { devices: [{ deviceId: 'T1' }], returnAddress: 'office' }

    const batch = await ask('POST /v1/batches', json({ items }))
    const ofTemplate = await ask('POST /v1/templates/{name}/jobs', { ...template, ...json(rows) })
    const csv = {
      headers: { 'Content-Type': 'text/csv' },
      body: 'deviceId\nT2\n',
      query: { returnAddress: ['office'] },
    }
    const ofTable = await ask('POST /v1/templates/{name}/jobs', { ...template, ...csv })
    const unknown = await ask('POST /v1/templates/{name}/jobs', {
      ...template,
      ...json({ values: { deviceId: 'T3' }, returnAddress: 'nowhere' }),
    })

    expect(batch.body.items.map(({ status }: { status: number }) => status)).toEqual([201, 404])
    expect(ofTemplate.body.items).toMatchObject([{ status: 201, job: { fromTeam: ['returnAddress'] } }])
    expect(ofTable.body.items).toMatchObject([{ status: 201 }])
    expect(unknown.body.code).toBe('ADDRESS_NOT_FOUND')
    expect(sent()).toEqual(Array(3).fill('123 Any Street'))
  })
})

describe('the sender of a label', () => {
  const labelOf = async (sender?: unknown, team = 'lab') =>
    ask('POST /v1/shipping-labels', { ...json({ jobIds: ['J1111'], ...(sender !== undefined && { sender }) }), team })

  it('can be an address of the address book, and the answer names it', async () => {
    await ask('POST /v1/jobs', text(SHORT))
    const senders: unknown[] = []
    const label = world.service.getShippingLabel.bind(world.service)
    // As the port has it: this stand-in reads no sender.
    const service: Service = world.service
    service.getShippingLabel = async (request, call) => {
      senders.push(request.sender)
      return label(request, call)
    }

    const named = await labelOf('office')
    const whole = await labelOf(HOME)

    expect([named.status, named.body.fromTeam]).toEqual([200, ['sender']])
    expect([whole.status, whole.body.fromTeam]).toEqual([200, undefined])
    expect(senders).toEqual([OFFICE, HOME])
  })

  it('must be there before the service is asked', async () => {
    await ask('POST /v1/jobs', text(SHORT))

    for (const sender of ['nowhere', '', '-', 'x'.repeat(500)]) {
      const { status, body } = await labelOf(sender)
      expect([status, body.code]).toEqual([404, 'ADDRESS_NOT_FOUND'])
    }
    expect((await labelOf(7)).body.code).toBe('FIELD_INVALID')
  })
})
