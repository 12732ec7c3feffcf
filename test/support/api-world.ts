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
import { checkWorld } from './check-world.ts'
import { readResult } from './http-answer.ts'
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
  const depot = await serveDepot(
    depotDeps({
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
    callTimeoutMs: 10_000,
    clock,
  })
  const deps = {
    ...world.deps,
    service,
    depot: createHttpStaffSide({ depot: endpoint, secret: async () => STAFF_SECRET, timeoutMs: 10_000 }),
    downloads: { get: async () => new TextEncoder().encode('%PDF-1.7\n') },
    keys: {
      ...world.deps.keys,
      find: async (id: string) => (id === KEY.accessKeyId ? { ...KEY, team: 'lab' } : undefined),
    },
    commandLine: async () => new TextEncoder().encode('#!/usr/bin/env node\n'),
  }
  const subscriptions = {
    ...deps,
    subscriptions: world.subscriptions,
    deliveries: world.deliveries,
    source: 'urn:waybill:local',
    targetKinds: ['webhook'] as const,
  }
  const handlers: Readonly<Record<FunctionName, Handler>> = {
    'submit-jobs': submitJobs(deps),
    'look-up-jobs': lookUpJobs(deps),
    'manage-jobs': manageJobs(deps),
    'manage-checks': manageChecks(deps),
    'manage-teams': manageTeams(deps),
    'manage-subscriptions': manageSubscriptions(subscriptions),
    'query-api': queryApi(deps),
    console: serveConsole({ ...deps, files: createFolderConsole('console') }),
  }
  return {
    ...world,
    deps,
    handlers,
    /** What the function of a route answers to a member of the team `lab`, unless the request has another caller. */
    ask: async (route: RouteName, request: ApiRequest = {}) => {
      const row = ROUTES.find(({ method, path }) => `${method} ${path}` === route)
      if (!row) throw new Error(`There is no route ${route}.`)
      const caller = row.caller === 'signer' ? {} : { team: 'lab' }
      return readResult(await handlers[row.function](proxyEvent({ route, ...caller, ...request })))
    },
    /** Signs the days of history that are over. */
    signDays: () => signDays({ ...world.deps, signer: createEd25519Signer(Buffer.alloc(32, 7)) }),
    stop: depot.stop,
  }
}

export type ApiWorld = Awaited<ReturnType<typeof apiWorld>>
