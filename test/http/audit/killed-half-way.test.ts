import { describe, expect, it } from '@jest/globals'
import { type AuditAction, READINGS } from '../../../lib/audit/actions.ts'
import type { AuditEvent } from '../../../lib/audit/event.ts'
import { actionOf, ROUTES, type RouteName } from '../../../lib/http/routes.ts'
import { followJobs } from '../../../lib/jobs/follow/follow-jobs.ts'
import { reconcile } from '../../../lib/jobs/submit/reconcile.ts'
import type { OperationName } from '../../../lib/query-api/operations.ts'
import { API_STEPS, signed } from '../../support/api-steps.ts'
import { type ApiRequest, type ApiWorld, apiWorld } from '../../support/api-world.ts'
import type { Death } from '../../support/killed.ts'
import { importManifest } from '../../support/manifests.ts'
import { KEY } from '../../support/submission-world.ts'

/*
 * A process may end between any two calls of its stores, of the depot and of what else it asks. Whatever has changed then has a
 * line of history, and what has not changed has none that calls it done. `test/jobs/killed-half-way.test.ts` asks more of jobs.
 */

type Writing = Exclude<RouteName, `GET ${string}` | 'POST /'>

/** What is asked before, of what has no other place: the names of `API_STEPS`. The last step of a route is the one that is killed. */
const GIVEN: Readonly<Record<Writing, readonly `${RouteName} ${string}`[]>> = {
  'POST /v1/jobs': [],
  'PUT /v1/jobs/{jobId}/manifest': ['POST /v1/jobs created'],
  'POST /v1/jobs/{jobId}/cancel': ['POST /v1/jobs tagged'],
  'PUT /v1/jobs/{jobId}/shipment': ['POST /v1/jobs created'],
  'POST /v1/jobs/{jobId}/custody': ['POST /v1/jobs created'],
  'POST /v1/shipping-labels': ['POST /v1/jobs tagged'],
  'POST /v1/batches': [],
  'POST /v1/signatures/verify': ['POST /v1/jobs created'],
  'PUT /v1/checks/{name}': ['PUT /v1/checks/{name} new'],
  'DELETE /v1/checks/{name}': ['PUT /v1/checks/{name} new'],
  'POST /v1/checks/{name}/run': ['PUT /v1/checks/{name} new'],
  'PUT /v1/subscriptions/{name}': ['PUT /v1/subscriptions/{name} new'],
  'DELETE /v1/subscriptions/{name}': ['PUT /v1/subscriptions/{name} new'],
  'POST /v1/subscriptions/{name}/test': ['PUT /v1/subscriptions/{name} new'],
  'POST /v1/subscriptions/{name}/deliveries/{deliveryId}/retry': [
    'PUT /v1/subscriptions/{name} new',
    'POST /v1/subscriptions/{name}/test waiting',
  ],
  'PUT /v1/teams/{team}': ['PUT /v1/teams/{team} new', 'PUT /v1/addresses/{name} new'],
  'DELETE /v1/teams/{team}': ['PUT /v1/teams/{team} new'],
  'PUT /v1/templates/{name}': ['PUT /v1/templates/{name} new'],
  'DELETE /v1/templates/{name}': ['PUT /v1/templates/{name} new'],
  'POST /v1/templates/{name}/jobs': ['PUT /v1/templates/{name} new'],
  'POST /v1/jobs/{jobId}/clone': ['POST /v1/jobs created'],
  'PUT /v1/addresses/{name}': ['PUT /v1/addresses/{name} new'],
  'DELETE /v1/addresses/{name}': ['PUT /v1/addresses/{name} new'],
  'POST /v1/depot/jobs/{jobId}/steps': ['POST /v1/jobs created'],
}

/** What is killed. */
interface Killed {
  readonly route: RouteName
  readonly action: AuditAction | undefined
  /** Makes what has to be there. @returns the request */
  readonly given: (world: ApiWorld) => Promise<ApiRequest>
}

const routeCase = (route: Writing): Killed => ({
  route,
  action: actionOf(route),
  given: async world => {
    const answered = new Map<string, Readonly<Record<string, never>>>()
    let last: ApiRequest = {}
    for (const makeStep of API_STEPS) {
      const { route: earlier, as, request = {} } = makeStep(world, name => answered.get(name) ?? {})
      if (earlier === route) last = request
      if (!GIVEN[route].some(name => name === `${earlier} ${as}`)) continue
      const { status, body } = await world.ask(earlier, request)
      expect({ as, status, isDone: status < 300 }).toEqual({ as, status, isDone: true })
      answered.set(as, body)
    }
    return last
  },
})

type Changing = Exclude<OperationName, 'GetStatus' | 'ListJobs'>
type Form = Readonly<Record<string, string>>

/** What tools of its time ask of a job that their key has made past Waybill, and what history calls it. */
const OPERATION_CASES: Readonly<Record<Changing, readonly [AuditAction, (jobId: string) => Form]>> = {
  CreateJob: ['submit', () => ({ JobType: 'Import', Manifest: importManifest() })],
  UpdateJob: ['update', JobId => ({ JobId, JobType: 'Import', Manifest: importManifest('prefix:new/') })],
  CancelJob: ['cancel', JobId => ({ JobId })],
  GetShippingLabel: ['label', jobId => ({ 'jobIds.member.1': jobId })],
}

const queryCase = (Action: string, [action, form]: readonly [AuditAction, (jobId: string) => Form]): Killed => ({
  route: 'POST /',
  action,
  given: async ({ deps }) => {
    const startedAt = deps.clock()
    const call = { credentials: KEY, startedAt, deadline: new Date(startedAt.getTime() + 10_000) }
    const past = { jobType: 'Import', manifest: importManifest('prefix:past/'), validateOnly: false } as const
    const { jobId } = await deps.service.createJob(past, call)
    return signed('POST', { Action, ...form(jobId) }, startedAt)
  },
})

const feed = async ({ deps }: ApiWorld): Promise<readonly AuditEvent[]> =>
  (await deps.history.feed({}, { limit: 10_000 })).events

/** What runs by itself, for so long that no request of before can still be accepted. */
const settle = async ({ pass, deps }: ApiWorld) => {
  for (let round = 0; round < 4; round += 1) {
    pass(20 * 60)
    const until = new Date(deps.clock().getTime() + 60_000)
    await reconcile(deps, until)
    await followJobs(deps, until)
  }
}

/** @returns how many steps the request came to */
const lifeOf = async ({ route, action, given }: Killed, death?: Death): Promise<number> => {
  const world = await apiWorld()
  try {
    const request = await given(world)
    world.pass(1)
    const [before, known] = [await world.stored(), new Set((await feed(world)).map(({ hash }) => hash))]

    const steps = await world.askUntil(death, route, request)

    const isChanged = (await world.stored()) !== before
    await settle(world)
    const events = (await feed(world)).filter(({ hash }) => !known.has(hash))
    expectTrace(action, events, isChanged)
    return steps
  } finally {
    await world.stop()
  }
}

/** What else a submission may come to where it was broken off. */
const ENDS = ['adopt', 'release']

const expectTrace = (action: AuditAction | undefined, events: readonly AuditEvent[], isChanged: boolean) => {
  const own = events.filter(event => event.action === action || (action === 'submit' && ENDS.includes(event.action)))
  const shown = { isChanged, events: own.map(event => `${event.action} ${event.outcome}`) }
  const isTraced = own.length > 0 || !isChanged
  const isInvented = own.some(({ outcome }) => outcome === 'done') && !isChanged
  expect({ ...shown, isTraced }).toEqual({ ...shown, isTraced: true })
  if (!action || !READINGS.has(action)) expect({ ...shown, isInvented }).toEqual({ ...shown, isInvented: false })
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
}

const isWriting = (name: RouteName): name is Writing => !name.startsWith('GET ') && name !== 'POST /'
const CASES: readonly (readonly [string, Killed])[] = [
  ...ROUTES.map(({ method, path }) => `${method} ${path}` as RouteName)
    .filter(isWriting)
    .map(name => [name, routeCase(name)] as const),
  ...Object.entries(OPERATION_CASES).map(([name, form]) => [name, queryCase(name, form)] as const),
]

describe.each(CASES)('%s', (_name, killed) => {
  it('changes nothing without a trace, wherever it is killed', async () => {
    const steps = await lifeOf(killed)
    expect(steps).toBeGreaterThan(1)
    for (let step = 0; step < steps; step += 1) {
      for (const isDone of [false, true]) {
        try {
          await lifeOf(killed, { step, isDone })
        } catch (error) {
          throw new Error(`Killed ${isDone ? 'after' : 'before'} step ${step} of ${steps}`, { cause: error })
        }
      }
    }
  })
})
