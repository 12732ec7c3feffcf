import { createHash } from 'node:crypto'
import { createFolderConsole } from '../../lib/adapters/folder/console-files.ts'
import { createEd25519Signer } from '../../lib/adapters/secrets/ed25519-signer.ts'
import { createHttpStaffSide } from '../../lib/adapters/service/http-staff-side.ts'
import { createQueryService } from '../../lib/adapters/service/query-service.ts'
import { signDays } from '../../lib/audit/sign-days.ts'
import { manageChecks } from '../../lib/http/checks/manage-checks.ts'
import { serveConsole } from '../../lib/http/console/serve-console.ts'
import { lookUpJobs } from '../../lib/http/jobs/look-up-jobs.ts'
import { manageJobs } from '../../lib/http/jobs/manage-jobs.ts'
import { submitJobs } from '../../lib/http/jobs/submit-jobs.ts'
import type { Handler } from '../../lib/http/kit/handler.ts'
import { queryApi } from '../../lib/http/query/query-api.ts'
import { type FunctionName, ROUTES, type RouteName } from '../../lib/http/routes.ts'
import { manageSubscriptions } from '../../lib/http/subscriptions/manage-subscriptions.ts'
import { manageTeams } from '../../lib/http/teams/manage-teams.ts'
import { depotDeps, STAFF_SECRET, serveDepot } from '../depot/depot-fixture.ts'
import { createMemoryDepotJobs } from '../depot/memory-depot-jobs.ts'
import { checkWorld } from './check-world.ts'
import { readResult } from './http-answer.ts'
import { type Death, runUntil } from './killed.ts'
import { AMPLE_MS } from './patience.ts'
import { patientExchange } from './patient-exchange.ts'
import { proxyEvent } from './proxy-event.ts'
import { KEY } from './submission-world.ts'
import { withTeams } from './team-world.ts'

export type ApiRequest = Omit<Parameters<typeof proxyEvent>[0], 'route'>

/** Bytes that are the same in every run. */
const steadyBytes = () => {
  let given = 0
  return (length: number) => {
    given += 1
    return createHash('sha512').update(`bytes ${given}`).digest().subarray(0, length)
  }
}

/**
 * Every function of the API over one set of stores and the depot itself, with a clock, ids and chance that are the same in
 * every run: what it answers can be shown.
 */
export const apiWorld = async () => {
  const world = withTeams(checkWorld())
  const { clock } = world.deps
  const depotJobs = createMemoryDepotJobs(clock)
  const depot = await serveDepot(
    depotDeps({
      jobs: depotJobs,
      clock,
      randomBytes: steadyBytes(),
      newId: world.deps.newId,
      publicUrl: () => 'https://depot.example.com',
    }),
  )
  const endpoint = new URL(depot.url)
  const service = createQueryService({
    endpoint,
    signatureVersion: 4,
    exchange: patientExchange,
    clock,
  })
  const deps = {
    ...world.deps,
    service,
    depot: createHttpStaffSide({ depot: endpoint, secret: async () => STAFF_SECRET, timeoutMs: AMPLE_MS }),
    keyFacts: {
      of: async (ids: readonly string[]) =>
        new Map(
          ids.map(id => [id, { changedAt: new Date('2026-09-01T10:00:00Z'), hasPrevious: true, isDeleted: false }]),
        ),
      besides: async () => [],
      signerOf: async () => undefined,
    },
    downloads: { get: async () => new TextEncoder().encode('%PDF-1.7\n') },
    keys: {
      ...world.deps.keys,
      find: async (id: string) => (id === KEY.accessKeyId ? { ...KEY, team: 'lab' } : undefined),
    },
    commandLine: async () => new TextEncoder().encode('#!/usr/bin/env node\n'),
  }
  const stores = { subscriptions: world.subscriptions, deliveries: world.deliveries }
  const settings = { source: 'urn:waybill:local', targetKinds: ['webhook'] as const }
  const handlersOver = (over: typeof deps & typeof stores): Readonly<Record<FunctionName, Handler>> => ({
    'submit-jobs': submitJobs(over),
    'look-up-jobs': lookUpJobs(over),
    'manage-jobs': manageJobs(over),
    'manage-checks': manageChecks(over),
    'manage-teams': manageTeams(over),
    'manage-subscriptions': manageSubscriptions({ ...over, ...settings }),
    'query-api': queryApi(over),
    console: serveConsole({ ...over, files: createFolderConsole('console') }),
  })
  const handlers = handlersOver({ ...deps, ...stores })
  const askOf = async (asked: typeof handlers, route: RouteName, request: ApiRequest) => {
    const row = ROUTES.find(({ method, path }) => `${method} ${path}` === route)
    if (!row) throw new Error(`There is no route ${route}.`)
    const caller = row.caller === 'signer' ? {} : { team: 'lab' }
    return readResult(await asked[row.function](proxyEvent({ route, ...caller, ...request })))
  }
  return {
    ...world,
    deps,
    handlers,
    /** What the function of a route answers to a member of the team `lab`, unless the request has another caller. */
    ask: (route: RouteName, request: ApiRequest = {}) => askOf(handlers, route, request),
    /** The same of a process that ends at a step, where a step is a call of a store or of the depot. @returns how many there are */
    askUntil: (death: Death | undefined, route: RouteName, request: ApiRequest = {}): Promise<number> =>
      runUntil(death, port => {
        const all = { ...deps, ...stores }
        const over = PORTS.map(name => [name, all[name] && port(all[name])])
        return askOf(handlersOver({ ...all, ...Object.fromEntries(over) }), route, request)
      }),
    /** All that is stored but history, at the depot too, as text. */
    stored: async () =>
      JSON.stringify([await world.rows(), world.teamRows(), await depotJobs.list(KEY.accessKeyId, { limit: 100 })]),
    /** Signs the days of history that are over. */
    signDays: () => signDays({ ...world.deps, signer: createEd25519Signer(Buffer.alloc(32, 7)) }),
    stop: depot.stop,
  }
}

/** What a process calls that is not in it, and what it tries there. */
const PORTS = [
  'jobs',
  'lists',
  'deviceJobs',
  'history',
  'archive',
  'service',
  'depot',
  'checks',
  'runs',
  'schedules',
  'notifier',
  'queue',
  'teamStore',
  'belongings',
  'dailyUse',
  'teamJobs',
  'subscriptions',
  'deliveries',
] as const

export type ApiWorld = Awaited<ReturnType<typeof apiWorld>>
