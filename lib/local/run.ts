import { fileURLToPath } from 'node:url'
import { createCronerAlarms } from '../adapters/events/croner-alarms.ts'
import { createFolderConsole } from '../adapters/folder/console-files.ts'
import { createJsonFileOwners } from '../adapters/folder/json-file-buckets.ts'
import { createEd25519Signer } from '../adapters/secrets/ed25519-signer.ts'
import { createFileKeyFacts } from '../adapters/secrets/file-key-facts.ts'
import { createFileKeys } from '../adapters/secrets/file-keys.ts'
import { createJwtAuthorizer } from '../adapters/secrets/jwt-authorizer.ts'
import { createTeamFileKeys } from '../adapters/secrets/team-file-keys.ts'
import { createHttpStaffSide } from '../adapters/service/http-staff-side.ts'
import { openDownloads, openService } from '../adapters/service/open-service.ts'
import type { Exchange } from '../adapters/service/query-exchange.ts'
import { createLogMetrics } from '../adapters/system/log-metrics.ts'
import { newId, random, randomBytes, clock as systemClock, wait } from '../adapters/system/system.ts'
import { type SigningDeps, signDays } from '../audit/sign-days.ts'
import type { Alarms } from '../checks/ports.ts'
import type { DeskDeps } from '../desk/desk-deps.ts'
import { manageChecks } from '../http/checks/manage-checks.ts'
import { serveConsole } from '../http/console/serve-console.ts'
import { type LookUpDeps, lookUpJobs } from '../http/jobs/look-up-jobs.ts'
import { manageJobs } from '../http/jobs/manage-jobs.ts'
import { submitJobs } from '../http/jobs/submit-jobs.ts'
import type { HandlerDeps } from '../http/kit/handler.ts'
import { queryApi } from '../http/query/query-api.ts'
import type { QueryDeps } from '../http/query/query-deps.ts'
import { manageSubscriptions } from '../http/subscriptions/manage-subscriptions.ts'
import { manageTeams } from '../http/teams/manage-teams.ts'
import type { ArtifactDeps } from '../jobs/look-up/get-artifact.ts'
import { teamJobs } from '../jobs/look-up/jobs-under-way.ts'
import { type ReconcileDeps, reconcile } from '../jobs/submit/reconcile.ts'
import type { LocalConfig } from '../settings/config.ts'
import { reportUnclear } from '../subscriptions/watch/report-unclear.ts'
import type { Clock, Log } from '../system.ts'
import type { Authorizer } from '../teams/authorizer.ts'
import { createTeamDirectory } from '../teams/directory.ts'
import { addTeams, moveTeams } from '../teams/manage/move-teams.ts'
import { createTeamThrottle } from '../teams/throttle.ts'
import { answersAfterFlush, type Flushed, serviceAfterFlush } from './after-flush.ts'
import { createLocalChecks } from './checks.ts'
import { buildOnDemand } from './command-line.ts'
import { LOCAL_TEAM, OUT_OF_THE_BOX, openDataDir } from './data-dir.ts'
import { serveDepot } from './depot-server.ts'
import { withoutExampleKey } from './example-key.ts'
import { DEPOT_PACE, followRepeatedly } from './follow.ts'
import { serveGateway } from './gateway.ts'
import { takeInKeyEvents } from './key-events.ts'
import { readNamedFiles } from './named-files.ts'
import { openDepotJobs, openStores } from './open-stores.ts'
import { patienceOf } from './patience.ts'
import { repeat } from './repeat.ts'
import { purgeRepeatedly } from './retain.ts'
import { stoppablePause } from './stoppable-pause.ts'
import { createLocalSubscriptions, repeatNotices } from './subscriptions.ts'
import { localRules, teamsOfKeysFile } from './teams.ts'

const RECONCILE_EVERY_MS = 2_000

const SIGN_EVERY_MS = 60_000

const CONSOLE_PATH = '/console/'

/** Where `npm run build` builds the web page. */
const CONSOLE_FOLDER = fileURLToPath(new URL('../../console/dist', import.meta.url))
/** A look into the data folder costs nothing; one into a table costs two dozen reads. */
const NOTIFY_EVERY_MS = { sqlite: 1_000, dynamodb: 10_000 } as const

/** Only this machine can connect. */
const WHOEVER_CONNECTS: Authorizer = {
  callerOf: async () => ({ team: LOCAL_TEAM, principal: 'this machine', role: 'member', operates: true }),
}

export interface Running {
  readonly url: string
  /** `undefined`: Waybill uses another service. */
  readonly depotUrl: string | undefined
  /** Lets what is under way come to its end, then closes. */
  stop(): Promise<void>
}

/** The clock and its timers; a test moves them by hand. */
export interface Time {
  readonly clock: Clock
  readonly alarms: Alarms
}

/**
 * Waybill whole on one machine: stores, depot, gateway, and the functions that AWS would run.
 *
 * @throws Error if a port is taken, the data folder is in use, or its keys cannot be used
 */
export const run = async (
  config: LocalConfig,
  log: Log,
  { clock, alarms }: Time = { clock: systemClock, alarms: createCronerAlarms(log, systemClock) },
): Promise<Running> => {
  const stops: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const stopOne of stops.splice(0).reverse()) await stopOne()
  }
  try {
    const patience = patienceOf(config.requestSeconds)
    const { staticChecks } = await readNamedFiles(config)
    const firstKeys = config.jwt ? { teams: {} } : OUT_OF_THE_BOX
    const data = await openDataDir(config.dataDir, { randomBytes, newId, log, firstKeys })
    stops.push(data.release)
    const {
      jobs,
      lists,
      unfollowed,
      turns,
      history,
      archive,
      checks: checkStore,
      runs,
      subscriptions: subscriptionStore,
      deliveries,
      outbox,
      stopArchive,
      ...teamStores
    } = await openStores(config.store, data, { clock, log, awsLimits: patience.aws })
    if (stopArchive) stops.push(stopArchive)
    const { teamStore } = teamStores
    // A file that cannot be used is reported now, and not at the first request.
    const first = teamsOfKeysFile(data.keysFile, config)
    // A change counts at once, also one that another process makes where the store is not this process's alone.
    const teams = createTeamDirectory(teamStore, { clock, ...(!teamStore.changes && { mostAgeMs: 0 }) })
    const throttle = createTeamThrottle({ clock, teams, tiers: config.tiers })
    const fileKeys = createFileKeys(data.keysFile)
    const keys = createTeamFileKeys(config.jwt ? withoutExampleKey(fileKeys) : fileKeys, teams)

    const keyFacts = createFileKeyFacts(data.keysFile, keys)
    const { flushed } = data.database
    const depot = config.serviceUrl
      ? undefined
      : await serveDepot(
          {
            jobs: openDepotJobs(data, clock),
            keys,
            teams,
            signingSecret: data.depotSecret,
            staffSecret: data.staffSecret,
            bucketsFolder: data.buckets,
            flushed,
            log,
            clock,
          },
          config,
        )
    if (depot) stops.push(depot.stop)

    const serviceUrl = config.serviceUrl ?? new URL(depot?.url ?? '')
    const serviceOptions = {
      endpoint: serviceUrl,
      signatureVersion: config.signatureVersion,
      callTimeoutMs: patience.callMs,
      ...(depot && { exchange: openExchange(config.store, depot.exchange, flushed) }),
    }
    const service = openService(serviceOptions, { clock, random, wait })
    const deps: ArtifactDeps & LookUpDeps & QueryDeps & HandlerDeps & DeskDeps = {
      downloads: openDownloads(serviceOptions),
      service: depot ? service : serviceAfterFlush(service, flushed),
      jobs,
      lists,
      deviceJobs: lists,
      history,
      archive,
      keys,
      clock,
      newId,
      log,
      metrics: createLogMetrics(log),
      era: config.era,
      currentManifest: config.currentManifest,
      ...(config.buckets?.is === 'file' && { bucketOwners: createJsonFileOwners(config.buckets.file) }),
      teams,
      throttle,
      dailyUse: teamStores.dailyUse,
      belongings: teamStores.belongings,
      timing: patience.timing,
      ...(depot && {
        pace: DEPOT_PACE,
        depot: createHttpStaffSide({
          depot: serviceUrl,
          secret: async () => data.staffSecret,
          timeoutMs: patience.callMs,
        }),
      }),
      corsOrigins: config.corsOrigins,
      consoleUrl: CONSOLE_PATH,
    }
    const checks = await createLocalChecks({
      base: deps,
      stores: { checks: checkStore, runs },
      data,
      alarms,
      staticChecks,
    })
    stops.push(checks.stop)
    const teamDeps = { ...deps, ...teamStores, teamJobs: teamJobs(deps), keyFacts, rules: localRules(config) }
    // A stage's table has the teams of the stage, and is marked where those are moved.
    await (config.store.is === 'sqlite' ? moveTeams(teamDeps, first) : addTeams(teamDeps, first))
    const keyEvents = await takeInKeyEvents(data, { history, log })
    stops.push(keyEvents.stop)
    const subscriptions = createLocalSubscriptions(
      { ...deps, subscriptions: subscriptionStore, deliveries, outbox },
      data.checksKey,
    )
    const waiting = stoppablePause(wait)
    const handlers = {
      'manage-jobs': manageJobs(deps),
      'submit-jobs': submitJobs(deps),
      'look-up-jobs': lookUpJobs({ ...deps, commandLine: buildOnDemand(log), pause: waiting.pause }),
      'query-api': queryApi(deps),
      'manage-checks': manageChecks({ ...checks.deps, throttle }),
      'manage-teams': manageTeams({ ...teamDeps, hasDepot: depot !== undefined }),
      console: serveConsole({ log, clock, files: createFolderConsole(CONSOLE_FOLDER), signIn: config.signIn }),
      'manage-subscriptions': manageSubscriptions({ ...subscriptions, throttle, corsOrigins: config.corsOrigins }),
    }
    const names = { hosts: config.hosts, origins: config.corsOrigins }
    const jwtDeps = { clock, log, teams, fetchTimeoutMs: patience.keysMs }
    const authorizer = config.jwt ? createJwtAuthorizer(config.jwt, jwtDeps) : WHOEVER_CONNECTS
    const gateway = await serveGateway(
      { handlers, authorizer, names, flushed, newId, clock, log },
      config.port,
      patience.arrivalMs,
    )
    stops.push(gateway.stop)
    // Who waits for a job is answered before the gateway waits for its answers.
    stops.push(waiting.stop)
    const whenUnclear = reportUnclear({ ...subscriptions, watch: subscriptions.subscriptions.ofTeam })
    const reconciling = repeat(() => reconcileOnce({ ...deps, whenUnclear }), RECONCILE_EVERY_MS)
    stops.push(reconciling.stop)
    stops.push(followRepeatedly({ ...deps, ...(unfollowed && { unfollowed }), ...(turns && { turns }) }).stop)
    if (config.retentionDays !== undefined) {
      stops.push(purgeRepeatedly({ ...deps, archive }, config.retentionDays).stop)
    }
    stops.push(repeatNotices(subscriptions, NOTIFY_EVERY_MS[config.store.is]).stop)
    const signing = repeat(
      () => signOnce({ history, archive, signer: createEd25519Signer(data.auditKey), clock, log }),
      SIGN_EVERY_MS,
    )
    stops.push(signing.stop)
    await checks.start()
    return { url: gateway.url, depotUrl: depot?.url, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** What the depot has made is flushed with Waybill's own job, where both are in one database. */
const openExchange = (store: LocalConfig['store'], exchange: Exchange, flushed: Flushed): Exchange =>
  store.is === 'sqlite' ? exchange : answersAfterFlush(exchange, flushed)

/** The days of history that are over are signed soon after, also those when Waybill did not run. */
const signOnce = async (deps: SigningDeps): Promise<void> => {
  try {
    await signDays(deps)
  } catch (error) {
    deps.log.error('history not signed; it is tried again', { error })
  }
}

/** What the schedule does on AWS. */
const reconcileOnce = async (deps: ReconcileDeps): Promise<void> => {
  try {
    const deadline = new Date(deps.clock().getTime() + deps.timing.deadlineMs)
    const { failed, waiting, ...done } = await reconcile(deps, deadline)
    const isNews = Object.values(done).some(count => count > 0) || failed > 0
    if (isNews) deps.log.info('reconciled', { ...done, waiting, failed })
  } catch (error) {
    deps.log.error('could not reconcile', { error })
  }
}
