import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { manageChecks } from '../../../lib/http/checks/manage-checks.ts'
import { lookUpJobs } from '../../../lib/http/jobs/look-up-jobs.ts'
import { manageJobs } from '../../../lib/http/jobs/manage-jobs.ts'
import { submitJobs } from '../../../lib/http/jobs/submit-jobs.ts'
import { needsCaller, ROUTES, type Route } from '../../../lib/http/routes.ts'
import { manageTeams } from '../../../lib/http/teams/manage-teams.ts'
import type { Role } from '../../../lib/teams/caller.ts'
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

let world: ReturnType<typeof begin>
const begin = () => withTeams(checkWorld())

const handlersOf = () => ({
  'submit-jobs': submitJobs(world.deps),
  'look-up-jobs': lookUpJobs(world.deps),
  'manage-jobs': manageJobs(world.deps),
  'manage-checks': manageChecks(world.deps),
  'manage-teams': manageTeams(world.deps),
})
type Served = keyof ReturnType<typeof handlersOf>
const OURS = new Set(['submit-jobs', 'look-up-jobs', 'manage-jobs', 'manage-checks', 'manage-teams'])
const isServed = (name: string): name is Served => OURS.has(name)

const TRIED: readonly Route[] = ROUTES.filter(route => needsCaller(route) && isServed(route.function))
const nameOf = ({ method, path }: Route) => `${method} ${path}`

const PARAMS = { jobId: JOB, team: 'lab', number: '1', id: '' }
const NAMES: readonly (readonly [string, string])[] = [
  ['/v1/checks', `check-${MARK}`],
  ['/v1/templates', `template-${MARK}`],
  ['/v1/addresses', `address-${MARK}`],
  ['/v1/jobs', 'shipping-label-J1111.pdf'],
]
const paramsOf = (path: string) => ({
  ...PARAMS,
  id: recordId,
  name: NAMES.find(([start]) => path.startsWith(start))?.[1] ?? 'x',
})

/** A body that the route takes. */
const bodyOf = ({ method, path }: Route): Asked => {
  if (method === 'GET' || method === 'DELETE' || path.endsWith('/cancel') || path.endsWith('/run')) return {}
  const json = (body: object) => ({ headers: { ...JSON_TYPE, 'If-Match': '*' }, body: JSON.stringify(body) })
  if (path === '/v1/shipping-labels') return json({ jobIds: [JOB] })
  if (path === '/v1/batches') return json({ items: [{ manifest: importManifest('prefix:theirs/') }] })
  if (path === '/v1/signatures/verify') return { headers: TEXT, body: file }
  if (path.startsWith('/v1/templates/') && path.endsWith('/jobs')) return json({ values: { deviceId: 'THEIRS' } })
  if (path.startsWith('/v1/templates')) return json({ manifest: 'deviceId:{{deviceId}}\n' })
  if (path.startsWith('/v1/addresses')) return json({ address: ADDRESS })
  if (path.startsWith('/v1/teams')) return json({ keys: ['AKIATHEIRSTHEIRSTHEI'] })
  if (path.endsWith('/clone')) return json({ values: {}, submit: true })
  if (path.endsWith('/shipment'))
    return json({ carrier: 'UPS', trackingNumber: '1Z999AA10123456784', shippedAt: '2026-11-21' })
  if (path.endsWith('/steps')) return json({ step: 'load' })
  if (path.endsWith('/custody')) return json({ step: 'packed', by: 'them' })
  return { headers: TEXT, body: importManifest('prefix:theirs/') }
}

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

const ask = async (route: Route, asked: Asked) => {
  if (!isServed(route.function)) throw new Error(`nothing serves ${nameOf(route)}`)
  const handler = handlersOf()[route.function]
  return readResult(await handler(proxyEvent({ route: nameOf(route), params: paramsOf(route.path), ...asked })))
}
const routeOf = (name: string): Route => {
  const found = ROUTES.find(route => nameOf(route) === name)
  if (!found) throw new Error(`no route ${name}`)
  return found
}

let file = ''
let recordId = ''
beforeAll(async () => {
  world = begin()
  for (const team of [
    teamOf('lab', { members: [member(MARK)], buckets: [rule(`${MARK}-*`)], requiredTags: [], tier: 'standard' }),
    teamOf('film', { members: [member('film')] }),
    teamOf('-operators', { members: [member('olga')] }),
  ]) {
    await world.deps.teamStore.put(team, undefined)
  }
  const manifest = importManifest('prefix:x/')
    .replace(/deviceId:.*/, `deviceId:${MARK}`)
    .replace(/\nbucket:.*/, `\nbucket:${MARK}-data`)
  const lab = { team: 'lab', role: 'member' } as const
  const made = await ask(routeOf('POST /v1/jobs'), { ...lab, headers: TEXT, body: manifest })
  expect([made.status, made.body.jobId]).toEqual([201, JOB])
  file = made.body.signatureFileContents
  recordId = made.body.id
  const template = { manifest: `bucket:${MARK}-data\ndeviceId:{{deviceId}}\n` }
  const address = { address: { ...ADDRESS, street2: MARK } }
  for (const [name, request] of [
    ['PUT /v1/checks/{name}', { headers: TEXT, body: manifest }],
    ['PUT /v1/templates/{name}', { headers: JSON_TYPE, body: JSON.stringify(template) }],
    ['PUT /v1/addresses/{name}', { headers: JSON_TYPE, body: JSON.stringify(address) }],
    ['POST /v1/shipping-labels', { headers: JSON_TYPE, body: JSON.stringify({ jobIds: [JOB] }) }],
  ] as const) {
    expect((await ask(routeOf(name), { ...lab, ...request })).status).toBeLessThan(300)
  }
  world.files.set('https://labels.example/shipping-label-J1111.pdf', Buffer.from(`%PDF-${MARK}`))
})

/** All that is lab's, as it is stored. */
const ofLab = async () => {
  const items = (await world.items()).filter(item => item.team === 'lab')
  const rows = world.teamRows().map(table => table.filter(row => row.team === 'lab' || row.name === 'lab'))
  const own = world.service.jobs.filter(({ manifest }) => manifest.includes(MARK))
  return JSON.stringify([items, rows, own])
}

let tried = 0

describe.each(TRIED.map(route => [nameOf(route), route] as const))('%s', (_name, route) => {
  it.each(STRANGERS)('gives nothing of a team to $who, and changes nothing of it', async ({ team, role, more }) => {
    tried += 1
    const before = await ofLab()
    const isOperatorsWork = role === 'operator' && route.path.startsWith('/v1/teams')
    const asked = { team, role, ...bodyOf(route), ...more }

    // What operators do with teams is theirs to do.
    if (isOperatorsWork) {
      expect((await ask(route, { ...asked, team: 'film', role: 'member' })).text).not.toContain(`"${MARK}`)
      return
    }
    const answer = await ask(route, asked)

    const names = Object.values(paramsOf(route.path)).filter(name => name.includes(MARK))
    const shown = names.reduce((text, name) => text.replaceAll(name, ''), answer.text)
    expect(shown).not.toContain(MARK)
    expect(answer.text).not.toContain(file.split('\n').at(-2) ?? file)
    expect(await ofLab()).toBe(before)
    const isAboutLab = /\{(?:jobId|team|id)\}/.test(route.path)
    if (isAboutLab) expect([400, 401, 403, 404, 422]).toContain(answer.status)
    // The desk is of the depot's staff, whichever job it is about.
    const hidden = route.caller === 'depot' ? 403 : 404
    if (isAboutLab && role === 'member' && route.method === 'GET' && !more) expect(answer.status).toBe(hidden)
  })
})

afterAll(() => {
  expect(tried).toBeGreaterThanOrEqual(300)
})
