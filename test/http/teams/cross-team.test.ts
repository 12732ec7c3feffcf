import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { DepotReport } from '../../../lib/desk/ports.ts'
import { manageChecks } from '../../../lib/http/checks/manage-checks.ts'
import { lookUpJobs } from '../../../lib/http/jobs/look-up-jobs.ts'
import { manageJobs } from '../../../lib/http/jobs/manage-jobs.ts'
import { submitJobs } from '../../../lib/http/jobs/submit-jobs.ts'
import type { Handler } from '../../../lib/http/kit/handler.ts'
import { type Access, type FunctionName, needsCaller, ROUTES, type Route } from '../../../lib/http/routes.ts'
import { manageSubscriptions } from '../../../lib/http/subscriptions/manage-subscriptions.ts'
import { manageTeams } from '../../../lib/http/teams/manage-teams.ts'
import { ROLES, type Role } from '../../../lib/teams/caller.ts'
import { checkWorld } from '../../support/check-world.ts'
import { readResult } from '../../support/http-answer.ts'
import { importManifest } from '../../support/manifests.ts'
import { proxyEvent } from '../../support/proxy-event.ts'
import { withTeams } from '../../support/team-world.ts'
import { member, rule, teamOf } from '../../support/teams.ts'

/** Stands in everything that is team lab's, and in nothing that those who ask send. */
const MARK = 'ours-alone'
const JOB = 'J1111'
const JSON_TYPE = { 'Content-Type': 'application/json' }
const TEXT = { 'Content-Type': 'text/plain' }

type Asked = Partial<Parameters<typeof proxyEvent>[0]>

/** Who asks for what is team lab's, and how. */
const STRANGERS: readonly {
  readonly who: string
  readonly team: string
  readonly role: Role
  readonly more?: Asked
}[] = [
  { who: 'a member of another team', team: 'film', role: 'member' },
  { who: 'a viewer of another team', team: 'film', role: 'viewer' },
  { who: 'an operator', team: '-operators', role: 'operator' },
  { who: "one of the depot's staff", team: '-depot', role: 'depot' },
  {
    who: 'a member that names the team in the query',
    team: 'film',
    role: 'member',
    more: { query: { team: ['lab'] } },
  },
  {
    who: 'a viewer that names the team in the query',
    team: 'film',
    role: 'viewer',
    more: { query: { team: ['lab'] } },
  },
  { who: 'a member of a team whose name begins so', team: 'lab2', role: 'member' },
  { who: 'a member of a team whose name is the beginning', team: 'la', role: 'member' },
  { who: 'a member of a team that is written otherwise', team: 'LAB', role: 'member' },
  { who: 'a member of a team with a sign of keys', team: 'lab#', role: 'member' },
  { who: 'a member of no team', team: '', role: 'member' },
]

/** What stands on the depot's desk: lab's device, for the depot's staff alone. */
const DEVICE: DepotReport = {
  jobId: JOB,
  jobType: 'Import',
  deviceId: MARK,
  owner: 'AKIA',
  createdAt: '2026-11-21T10:00:00.000Z',
  expiresAt: '2026-12-21T10:00:00.000Z',
  stage: 'received',
  allowed: ['load'],
  location: { code: 'AtAWS', message: '' },
  progress: { code: 'Pending', message: '' },
  proof: 'SIGNATURE',
  events: [],
  version: 1,
  manifest: `deviceId:${MARK}\n`,
}

const begin = () => {
  const base = withTeams(checkWorld())
  const steps: unknown[] = []
  const deps = {
    ...base.deps,
    subscriptions: base.subscriptions,
    deliveries: base.deliveries,
    targetKinds: ['webhook', 'email'] as const,
    source: 'urn:waybill:local',
    depot: {
      queue: async () => ({ jobs: [DEVICE] }),
      job: async () => DEVICE,
      step: async (_jobId: string, order: unknown) => {
        steps.push(order)
        return DEVICE
      },
    },
  }
  return { ...base, deps, steps }
}
type TrialWorld = ReturnType<typeof begin>

/** Every function that knows its callers. A new one that is not here does not compile. */
const HANDLERS: Readonly<
  Record<Exclude<FunctionName, 'query-api' | 'console'>, (deps: TrialWorld['deps']) => Handler>
> = {
  'submit-jobs': submitJobs,
  'look-up-jobs': lookUpJobs,
  'manage-jobs': manageJobs,
  'manage-checks': manageChecks,
  'manage-teams': manageTeams,
  'manage-subscriptions': manageSubscriptions,
}

/** Every route that knows its caller. */
type Tried = Extract<(typeof ROUTES)[number], { readonly caller: Exclude<Access, 'anyone' | 'signer'> }>
type NameOf<R> = R extends { readonly method: infer M extends string; readonly path: infer P extends string }
  ? `${M} ${P}`
  : never
const isTried = (route: Route): route is Route & Tried => needsCaller(route)
const TRIED = ROUTES.filter(isTried)
const nameOf = <R extends Pick<Route, 'method' | 'path'>>({ method, path }: R) => `${method} ${path}` as NameOf<R>

const json = (body: object) => ({ headers: { ...JSON_TYPE, 'If-Match': '*' }, body: JSON.stringify(body) })
const manifestOf = (prefix: string) => ({ headers: TEXT, body: importManifest(`prefix:${prefix}/`) })
const SHIPMENT = { carrier: 'UPS', trackingNumber: '1Z999AA10123456784', shippedOn: '2026-11-21' }

/** What each route that changes something, or takes a body, is sent. A new one that is not here does not compile. */
const SENT: Readonly<Record<Exclude<NameOf<Tried>, `GET ${string}`>, () => Asked>> = {
  'POST /v1/jobs': () => manifestOf('theirs'),
  'PUT /v1/jobs/{jobId}/manifest': () => ({
    headers: TEXT,
    body: manifest.replace('eraseDevice:yes', 'eraseDevice:no'),
  }),
  'POST /v1/jobs/{jobId}/cancel': () => ({}),
  'PUT /v1/jobs/{jobId}/shipment': () => json(SHIPMENT),
  'POST /v1/jobs/{jobId}/custody': () => json({ step: 'packed', by: 'them' }),
  'POST /v1/jobs/{jobId}/clone': () => json({ values: { '/deviceId': 'CLONE' }, submit: true }),
  'POST /v1/shipping-labels': () => json({ jobIds: [JOB], sender: `address-${MARK}` }),
  'POST /v1/batches': () => json({ items: [{ manifest: importManifest('prefix:theirs/') }] }),
  'POST /v1/signatures/verify': () => ({ headers: TEXT, body: file }),
  'PUT /v1/checks/{name}': () => manifestOf('theirs'),
  'DELETE /v1/checks/{name}': () => ({}),
  'POST /v1/checks/{name}/run': () => ({}),
  'PUT /v1/subscriptions/{name}': () => json({ events: ['job.*'], to: { type: 'email' } }),
  'DELETE /v1/subscriptions/{name}': () => ({}),
  'POST /v1/subscriptions/{name}/test': () => ({}),
  'POST /v1/subscriptions/{name}/deliveries/{deliveryId}/retry': () => ({}),
  'PUT /v1/teams/{team}': () => ({
    headers: { ...JSON_TYPE, 'If-Match': '*' },
    body: '{"keys": ["AKIATHEIRSTHEIRSTHEI"]}',
  }),
  'DELETE /v1/teams/{team}': () => ({ headers: { 'If-Match': '*' }, query: { force: ['true'] } }),
  'PUT /v1/templates/{name}': () => json({ manifest: 'deviceId:{{deviceId}}\n' }),
  'DELETE /v1/templates/{name}': () => ({}),
  'POST /v1/templates/{name}/jobs': () => json({ values: { deviceId: 'THEIRS' }, returnAddress: `address-${MARK}` }),
  'PUT /v1/addresses/{name}': () => json({ address: ADDRESS }),
  'DELETE /v1/addresses/{name}': () => ({}),
  'POST /v1/depot/jobs/{jobId}/steps': () => json({ step: 'load' }),
}
const SENT_BY_NAME: ReadonlyMap<string, () => Asked> = new Map(Object.entries(SENT))
const sentTo = (route: Route): Asked => SENT_BY_NAME.get(nameOf(route))?.() ?? {}

const NAMES: readonly (readonly [string, string])[] = [
  ['/v1/checks', `check-${MARK}`],
  ['/v1/subscriptions', `subscription-${MARK}`],
  ['/v1/templates', `template-${MARK}`],
  ['/v1/addresses', `address-${MARK}`],
  ['/v1/jobs', 'shipping-label-J1111.pdf'],
]
const paramsOf = (path: string) => ({
  jobId: JOB,
  team: 'lab',
  number: '1',
  day: '2026-11-20',
  id: recordId,
  deliveryId,
  name: NAMES.find(([start]) => path.startsWith(start))?.[1] ?? 'x',
})

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

let world: TrialWorld
const ask = async (route: Route & Tried, asked: Asked) => {
  const handler = HANDLERS[route.function](world.deps)
  return readResult(await handler(proxyEvent({ route: nameOf(route), params: paramsOf(route.path), ...asked })))
}
const routeOf = (name: NameOf<Tried>): Route & Tried => {
  const found = TRIED.find(route => nameOf(route) === name)
  if (!found) throw new Error(`no route ${name}`)
  return found
}

let file = ''
let recordId = ''
let deliveryId = ''
let manifest = ''
const seed = async () => {
  world = begin()
  for (const team of [
    teamOf('lab', { members: [member(MARK)], buckets: [rule(`${MARK}-*`), rule('sequencer-archive')] }),
    teamOf('film', { members: [member('film')] }),
    teamOf('-operators', { members: [member('olga')] }),
  ]) {
    await world.deps.teamStore.put(team, undefined)
  }
  manifest = importManifest('prefix:x/')
    .replace(/deviceId:.*/, `deviceId:${MARK}`)
    .replace(/\nbucket:.*/, `\nbucket:${MARK}-data`)
  const lab = { team: 'lab', role: 'member' } as const
  const made = await ask(routeOf('POST /v1/jobs'), { ...lab, headers: TEXT, body: manifest })
  expect([made.status, made.body.jobId]).toEqual([201, JOB])
  file = made.body.signatureFileContents
  recordId = made.body.id
  const template = {
    manifest: `${importManifest().replace(/deviceId:.*\n|returnAddress:[\s\S]*$/g, '')}deviceId:{{deviceId}}\n`,
  }
  const address = { address: { ...ADDRESS, street2: MARK } }
  for (const [name, request] of [
    ['PUT /v1/checks/{name}', { headers: TEXT, body: manifest }],
    [
      'PUT /v1/templates/{name}',
      json({ manifest: `bucket:${MARK}-data\n${template.manifest.replace(/bucket:.*\n/, '')}` }),
    ],
    ['PUT /v1/addresses/{name}', { headers: JSON_TYPE, body: JSON.stringify(address) }],
    [
      'PUT /v1/subscriptions/{name}',
      { headers: JSON_TYPE, body: JSON.stringify({ events: ['job.*'], to: { type: 'email' } }) },
    ],
    ['POST /v1/shipping-labels', json({ jobIds: [JOB] })],
    ['POST /v1/jobs/{jobId}/custody', json({ step: 'packed', by: MARK })],
  ] as const) {
    const headers = 'headers' in request ? { ...request.headers } : {}
    // There is nothing yet that would match.
    const { 'If-Match': _, ...first } = headers as Record<string, string>
    const { status, text } = await ask(routeOf(name), { ...lab, ...request, headers: first })
    expect([name, status < 300 ? 'done' : text]).toEqual([name, 'done'])
  }
  const tested = await ask(routeOf('POST /v1/subscriptions/{name}/test'), lab)
  deliveryId = tested.body.id
  expect(deliveryId).toMatch(/./)
  world.files.set('https://labels.example/shipping-label-J1111.pdf', Buffer.from(`%PDF-${MARK}`))
}
beforeAll(seed)

/** All that is lab's, as it is stored; history alone grows by what is refused. */
const ofLab = async () => {
  const items = (await world.items()).filter(item => item.team === 'lab')
  const rows = world.teamRows().map(table => table.filter(row => row.team === 'lab' || row.name === 'lab'))
  const own = world.service.jobs.filter(job => job.manifest.includes(MARK))
  const subscriptions = await world.subscriptions.ofTeam('lab')
  const deliveries = await Promise.all(subscriptions.map(({ id }) => world.deliveries.list(id, { limit: 100 })))
  return JSON.stringify([items, rows, own, subscriptions, deliveries, world.steps])
}

let tried = 0
const isOfOperators = ({ path }: Route) => /^\/v1\/(?:teams|keys)/.test(path)

describe.each(TRIED.map(route => [nameOf(route), route] as const))('%s', (_name, route) => {
  it.each(STRANGERS)('gives nothing of a team to $who, and changes nothing of it', async ({ team, role, more }) => {
    tried += 1
    const before = await ofLab()
    const asked = { team, role, ...sentTo(route), ...more }

    // What operators do with teams, and the depot's staff with devices, is theirs to do.
    if (role === 'operator' && isOfOperators(route)) {
      expect((await ask(route, { ...asked, team: 'film', role: 'member' })).text).not.toContain(`"${MARK}`)
      return
    }
    if (role === 'depot' && route.caller === 'depot') {
      expect((await ask(route, { ...asked, team: 'film', role: 'member' })).status).toBe(403)
      return
    }
    const answer = await ask(route, asked)

    // What a team has asked for by name, whatever came of it, is in its own events.
    const namedIn = route.path === '/v1/events' ? TRIED.map(({ path }) => path) : [route.path]
    const names = namedIn.flatMap(path => Object.values(paramsOf(path))).filter(name => name.includes(MARK))
    const shown = names.reduce((text, name) => text.replaceAll(name, ''), answer.text)
    expect(shown).not.toContain(MARK)
    expect(answer.text).not.toContain(file.split('\n').at(-2) ?? file)
    expect(await ofLab()).toBe(before)
    const isAboutLab = /\{(?:jobId|team|id|deliveryId)\}/.test(route.path)
    if (isAboutLab) expect([400, 401, 403, 404, 422]).toContain(answer.status)
    // The desk is of the depot's staff, whichever job it is about.
    const hidden = route.caller === 'depot' ? 403 : 404
    if (isAboutLab && role === 'member' && route.method === 'GET' && !more) expect(answer.status).toBe(hidden)
  })
})

/** Who may do what, by the kinds of routes; written here once more, since a slip in one place would be one in both. */
const MAY: Readonly<Record<Tried['caller'], readonly Role[]>> = {
  member: ['member'],
  reader: ['member', 'viewer', 'auditor'],
  operator: ['operator'],
  depot: ['depot'],
  known: ['member', 'viewer', 'auditor', 'operator', 'depot'],
}
const TEAM_OF: Readonly<Record<Role, string>> = {
  member: 'lab',
  viewer: 'lab',
  auditor: '-auditors',
  operator: '-operators',
  depot: '-depot',
}
/** What is sent in a body and changes nothing. */
const ONLY_READS: ReadonlySet<string> = new Set(['POST /v1/signatures/verify'])
/** What is not there in this world, where no day is signed, or is for auditors alone. */
const NOT_HERE: ReadonlySet<string> = new Set(['GET /v1/audit/digests/{day}', 'GET /v1/audit/public-key'])

describe('who belongs to a team', () => {
  const changing = TRIED.filter(route => route.method !== 'GET' && !ONLY_READS.has(nameOf(route)))

  it.each(changing.map(route => [nameOf(route), route] as const))(
    'changes nothing by %s as a viewer or an auditor, an operator or staff but for what is theirs',
    async (_name, route) => {
      const before = await ofLab()
      for (const role of ROLES.filter(one => !MAY[route.caller].includes(one))) {
        const { status, body } = await ask(route, { team: TEAM_OF[role], role, ...sentTo(route) })
        expect([role, status, body.code]).toEqual([role, 403, 'NOT_ALLOWED'])
      }
      expect(await ofLab()).toBe(before)
      expect(['member', 'operator', 'depot']).toContain(route.caller)
    },
  )

  const reads = TRIED.filter(({ method }) => method === 'GET')
  it.each([...reads, ...changing].map(route => [nameOf(route), route] as const))(
    'is answered by %s where it may ask, so that all trials are of what there is',
    async (name, route) => {
      // Each change in a world of its own: some take away what others need.
      if (route.method !== 'GET') await seed()
      const [role = 'member'] = MAY[route.caller]
      const answer = await ask(route, { team: TEAM_OF[role], role, ...sentTo(route) })

      if (NOT_HERE.has(name)) expect([403, 404]).toContain(answer.status)
      else expect([answer.status < 300, answer.body?.code]).toEqual([true, undefined])
    },
  )
})

afterAll(() => {
  expect(tried).toBeGreaterThanOrEqual(300)
})
