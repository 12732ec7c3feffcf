import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createHttpStaffSide } from '../../../lib/adapters/service/http-staff-side.ts'
import { createQueryService } from '../../../lib/adapters/service/query-service.ts'
import { DEPOT_STAGES } from '../../../lib/depot/job-position.ts'
import { ABORT_REASONS, ALLOWED, STAFF_VERBS } from '../../../lib/depot/staff-actions.ts'
import type { DeskDeps } from '../../../lib/desk/desk-deps.ts'
import { lookUpJobs } from '../../../lib/http/jobs/look-up-jobs.ts'
import { manageJobs } from '../../../lib/http/jobs/manage-jobs.ts'
import { submitJobs } from '../../../lib/http/jobs/submit-jobs.ts'
import type { RouteName } from '../../../lib/http/routes.ts'
import { manageTeams } from '../../../lib/http/teams/manage-teams.ts'
import { ROLES, type Role } from '../../../lib/teams/caller.ts'
import { depotDeps, STAFF_SECRET, serveDepot } from '../../depot/depot-fixture.ts'
import { readResult } from '../../support/http-answer.ts'
import { importManifest } from '../../support/manifests.ts'
import { AMPLE_MS } from '../../support/patience.ts'
import { patientExchange } from '../../support/patient-exchange.ts'
import { proxyEvent } from '../../support/proxy-event.ts'
import { type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'
import { withTeams } from '../../support/team-world.ts'

const QUEUE = 'GET /v1/depot/jobs'
const DEVICE = 'GET /v1/depot/jobs/{jobId}'
const STEPS = 'POST /v1/depot/jobs/{jobId}/steps'

let world: SubmissionWorld
let deps: SubmissionWorld['deps'] & DeskDeps
let depot: Awaited<ReturnType<typeof serveDepot>>

/** Waybill in front of a depot of its own. */
beforeEach(async () => {
  world = submissionWorld()
  depot = await serveDepot(depotDeps({ clock: world.deps.clock }))
  const endpoint = new URL(`${depot.url}/`)
  const { clock } = world.deps
  deps = {
    ...world.deps,
    service: createQueryService({ endpoint, signatureVersion: 2, exchange: patientExchange, clock }),
    depot: createHttpStaffSide({ depot: endpoint, secret: async () => STAFF_SECRET, timeoutMs: AMPLE_MS }),
  }
})
afterEach(() => depot.stop())

interface Asked {
  readonly role?: Role
  readonly team?: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
}

const ask = async (route: RouteName, jobId: string, body?: unknown, asked: Asked = {}) => {
  const { role = 'depot', team = '-depot', query = {}, headers = {} } = asked
  const event = proxyEvent({
    route,
    role,
    team,
    ...(route !== QUEUE && { params: { jobId } }),
    query: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]])),
    headers: { 'Content-Type': 'application/json', ...headers },
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
  })
  return readResult(await manageJobs(deps)(event))
}

const submit = async (deviceId = 'D1') => {
  const headers = { 'Content-Type': 'text/plain' }
  const event = proxyEvent({
    route: 'POST /v1/jobs',
    headers,
    body: importManifest().replace('WX21-0046', deviceId),
    team: 'lab',
  })
  const { status, body } = readResult(await submitJobs(deps)(event))
  expect(status).toBe(201)
  // Waybill's own answer, whose form other tests hold.
  return body as { readonly jobId: string; readonly signatureFileContents: string }
}

const ofTeam = async (route: 'GET /v1/jobs/{jobId}' | 'GET /v1/jobs/{jobId}/events', jobId: string) =>
  readResult(await lookUpJobs(deps)(proxyEvent({ route, params: { jobId }, team: 'lab' }))).body

/** What history has of a job, a line each. */
const historyOf = async (jobId: string): Promise<readonly string[]> => {
  const { events } = await ofTeam('GET /v1/jobs/{jobId}/events', jobId)
  return events.map(({ action, outcome, detail, code }: Record<string, string | undefined>) =>
    [action, outcome, detail, code].filter(Boolean).join(' '),
  )
}

describe('the desk', () => {
  it('leads a device from its parcel to the way back, and its team sees each step at once', async () => {
    const { jobId, signatureFileContents: signature } = await submit()
    const seen: unknown[] = []
    for (const step of [
      { step: 'receive', signature },
      { step: 'load' },
      { step: 'finish', errors: 2, log: 'two files could not be read\n' },
      { step: 'return', carrier: ' UPS ', trackingNumber: '1Z999' },
    ]) {
      const { status, body } = await ask(STEPS, jobId, step)
      expect(status).toBe(200)
      const { device } = await ofTeam('GET /v1/jobs/{jobId}', jobId)
      seen.push([body.stage, body.allowedActions, body.team, device.stage])
    }

    expect(seen).toEqual([
      ['received', ['load', 'abort'], 'lab', 'received'],
      ['loading', ['finish', 'abort'], 'lab', 'in-progress'],
      ['loaded', ['return'], 'lab', 'done-with-errors'],
      ['returned', [], 'lab', 'returned'],
    ])
    expect(await historyOf(jobId)).toEqual([
      'submit done',
      'handle-device begun receive',
      'handle-device done receive',
      'device done not-shipped to received',
      'handle-device begun load',
      'handle-device done load',
      'device done received to in-progress',
      'handle-device begun finish',
      'handle-device done finish',
      'device done in-progress to done-with-errors',
      'handle-device begun return',
      'handle-device done return',
      'device done done-with-errors to returned',
    ])
    const { body } = await ask(DEVICE, jobId)
    expect(body.events.at(-1)).toMatchObject({ type: 'returned', carrier: 'UPS', trackingNumber: '1Z999' })
  })

  it('records who did a step, and what came of it', async () => {
    const { jobId } = await submit()
    await ask(STEPS, jobId, { step: 'receive', signature: 'of another disk' })

    const { events } = await ofTeam('GET /v1/jobs/{jobId}/events', jobId)
    expect(events.findLast(({ action }: { action: string }) => action === 'handle-device')).toMatchObject({
      principal: 'ann',
      team: 'lab',
      jobId,
      detail: 'receive',
      after: { stage: 'aborted', signature: 'invalid' },
    })
  })

  it('does a step that is sent twice once, and shows the second time what is allowed', async () => {
    const { jobId, signatureFileContents: signature } = await submit()

    const answers = await Promise.all([1, 2, 3].map(() => ask(STEPS, jobId, { step: 'receive', signature })))

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409])
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'TRANSITION_NOT_ALLOWED',
      currentState: 'received',
      allowedActions: ['load', 'abort'],
      retryable: false,
    })
    expect((await ask(DEVICE, jobId)).body.events).toHaveLength(1)
  })

  it('takes a step for the version that was seen, and for no other', async () => {
    const { jobId, signatureFileContents: signature } = await submit()
    const { headers } = await ask(DEVICE, jobId)
    const tag = { 'If-Match': String(headers.ETag) }

    expect((await ask(STEPS, jobId, { step: 'receive', signature }, { headers: tag })).status).toBe(200)
    expect(await ask(STEPS, jobId, { step: 'load' }, { headers: tag })).toMatchObject({
      status: 412,
      body: { code: 'JOB_CHANGED' },
    })
    expect((await historyOf(jobId)).at(-1)).toBe('handle-device refused load JOB_CHANGED')
    expect((await ask(STEPS, jobId, { step: 'load' }, { headers: { 'If-Match': '*' } })).status).toBe(200)
  })

  it('has the queue of what is there, page by page and by stage, without manifests', async () => {
    const ids: string[] = []
    for (const deviceId of ['D1', 'D2', 'D3']) {
      const { jobId, signatureFileContents: signature } = await submit(deviceId)
      world.pass(1)
      await ask(STEPS, jobId, { step: 'receive', signature })
      ids.push(jobId)
    }
    await submit('D4')
    await ask(STEPS, ids[1] ?? '', { step: 'load' })

    const first = (await ask(QUEUE, '', undefined, { query: { pageSize: '2' } })).body
    const query = { pageSize: '2', pageToken: first.nextPageToken }
    const second = (await ask(QUEUE, '', undefined, { query })).body
    const waiting = (await ask(QUEUE, '', undefined, { query: { stage: 'received' } })).body

    const idsOf = ({ jobs }: { jobs: readonly { jobId: string }[] }) => jobs.map(({ jobId }) => jobId)
    expect([idsOf(first), idsOf(second), second.nextPageToken]).toEqual([ids.slice(0, 2), ids.slice(2), undefined])
    expect(idsOf(waiting)).toEqual([ids[0], ids[2]])
    expect(first.jobs[0]).toMatchObject({ deviceId: 'D1', stage: 'received', receivedAt: expect.any(String) })
    expect(JSON.stringify(first)).not.toContain('manifestVersion')
    const foreign = { stage: 'received', pageToken: first.nextPageToken }
    expect((await ask(QUEUE, '', undefined, { query: foreign })).body.code).toBe('PAGE_TOKEN_INVALID')
  })

  it('records what was tried with a job that Waybill has not made, and handles the device all the same', async () => {
    const tool = createQueryService({
      endpoint: new URL(`${depot.url}/`),
      signatureVersion: 4,
      exchange: patientExchange,
      clock: deps.clock,
    })
    const [credentials] = await deps.keys.ofTeam('lab')
    if (!credentials) throw new Error('lab has no key')
    const call = { credentials, startedAt: deps.clock(), deadline: new Date(deps.clock().getTime() + 10_000) }
    const made = await tool.createJob({ jobType: 'Import', manifest: importManifest(), validateOnly: false }, call)

    const { status, body } = await ask(STEPS, made.jobId, { step: 'receive', signature: made.signatureFileContents })

    expect([status, body.stage, body.team]).toEqual([200, 'received', undefined])
    const event = proxyEvent({
      route: 'GET /v1/events',
      team: '',
      role: 'auditor',
      query: { action: ['handle-device'] },
    })
    const { body: history } = readResult(await lookUpJobs(deps)(event))
    const step = { jobId: made.jobId, team: '-depot', principal: 'ann' }
    expect(history.events).toMatchObject([
      { ...step, outcome: 'begun' },
      { ...step, outcome: 'done' },
    ])
  })

  it.each([
    ['no step', {}],
    ['an unknown step', { step: 'steal' }],
    ['a step that is a list', { step: ['load'] }],
    ['what another step takes', { step: 'load', reason: 'DeviceError' }],
    ['an unknown reason', { step: 'abort', reason: 'Boredom' }],
    ['no reason', { step: 'abort' }],
    ['less than no errors', { step: 'finish', errors: -1 }],
    ['half an error', { step: 'finish', errors: 0.5 }],
    ['a carrier of two lines', { step: 'return', carrier: 'U\nPS', trackingNumber: '1' }],
    ['no tracking number', { step: 'return', carrier: 'UPS' }],
  ])('refuses %s, and changes nothing', async (_name, body) => {
    const { jobId } = await submit()

    expect(await ask(STEPS, jobId, body)).toMatchObject({ status: 400, body: { code: 'FIELD_INVALID' } })
    expect((await ask(DEVICE, jobId)).body.events).toEqual([])
  })

  it('names the steps where one is unknown', async () => {
    const { body } = await ask(STEPS, 'AAAAA', { step: 'steal' })

    expect(body.errors[0].detail).toBe(`This must be one of ${STAFF_VERBS.join(', ')}.`)
  })

  it.each([
    ['a job that does not exist', 'AAAAA', 404],
    ['what is no job ID', 'x'.repeat(1000), 404],
    ['a path', '../../secrets', 404],
  ])('answers 404 for %s', async (_name, jobId, status) => {
    expect((await ask(DEVICE, jobId)).status).toBe(status)
    expect((await ask(STEPS, jobId, { step: 'load' })).body.code).toBe('JOB_NOT_FOUND')
  })
})

describe('who has the desk', () => {
  const routes = [QUEUE, DEVICE, STEPS] as const
  const others = ROLES.filter(role => role !== 'depot')

  it.each(others.flatMap(role => routes.map(route => [role, route] as const)))(
    '%s has not: %s',
    async (role, route) => {
      const { jobId, signatureFileContents: signature } = await submit()

      const answer = await ask(route, jobId, { step: 'receive', signature }, { role, team: 'lab' })

      expect(answer).toMatchObject({ status: 403, body: { code: 'NOT_ALLOWED' } })
      expect((await ask(DEVICE, jobId)).body.events).toEqual([])
    },
  )

  it("the depot's staff sees nothing of Waybill's own", async () => {
    const { jobId } = await submit()
    const asStaff = (route: RouteName) => proxyEvent({ route, params: { jobId }, role: 'depot', team: '-depot' })

    expect((await lookUpJobs(deps)(asStaff('GET /v1/jobs/{jobId}'))).statusCode).toBe(403)
    expect((await lookUpJobs(deps)(asStaff('GET /v1/jobs/{jobId}/signature'))).statusCode).toBe(403)
    expect((await manageJobs(deps)(asStaff('POST /v1/jobs/{jobId}/cancel'))).statusCode).toBe(403)
  })

  it.each([true, false])('GET /v1/me shows it where there is a depot: %s', async hasDepot => {
    const { deps: teamDeps } = withTeams(world)
    const event = proxyEvent({ route: 'GET /v1/me', role: 'depot', team: '-depot' })

    const { body } = readResult(await manageTeams({ ...teamDeps, hasDepot })(event))

    expect([body.role, body.team, body.may.includes(STEPS)]).toEqual(['depot', null, hasDepot])
    expect(body.may.filter((route: string) => route.startsWith('GET /v1/jobs'))).toEqual([])
  })
})

describe('without a depot of its own', () => {
  it.each([QUEUE, DEVICE, STEPS] as const)('%s answers 404, and why', async route => {
    const { depot: _, ...others } = deps
    deps = others

    expect(await ask(route, 'AAAAA', { step: 'load' })).toMatchObject({ status: 404, body: { code: 'DEPOT_MISSING' } })
  })
})

describe('while the depot does not answer', () => {
  it('a step is not taken for done, nor for not done', async () => {
    const { jobId, signatureFileContents: signature } = await submit()
    await depot.stop()

    const { status, headers, body } = await ask(STEPS, jobId, { step: 'receive', signature })

    expect([status, body.code, headers['Retry-After']]).toEqual([503, 'SERVICE_UNREACHABLE', '1'])
    expect((await historyOf(jobId)).at(-1)).toBe('handle-device unclear receive SERVICE_UNREACHABLE')
  })
})

it('every stage and reason that the desk can show is in its tables', () => {
  expect(Object.keys(ALLOWED).toSorted()).toEqual([...DEPOT_STAGES].toSorted())
  expect(new Set(ABORT_REASONS).size).toBe(ABORT_REASONS.length)
})
