import { readFile } from 'node:fs/promises'
import { createDynamoBelongingStore, createDynamoDailyUse } from '../lib/adapters/dynamo/belonging-store.ts'
import { createDocumentClient, createDynamoClient } from '../lib/adapters/dynamo/client.ts'
import { createDynamoJobTurns } from '../lib/adapters/dynamo/job-turns.ts'
import { openDynamoChecks, openDynamoJobs } from '../lib/adapters/dynamo/open-stores.ts'
import { openTeams } from '../lib/adapters/dynamo/open-teams.ts'
import { createDynamoTurns } from '../lib/adapters/dynamo/team-turns.ts'
import { createDynamoUnfollowedJobs } from '../lib/adapters/dynamo/unfollowed-jobs.ts'
import { createSeveralNotifiers } from '../lib/adapters/events/several-notifiers.ts'
import { readStaticChecks } from '../lib/adapters/folder/static-checks.ts'
import { loadingMeanwhile } from '../lib/adapters/service/loading-meanwhile.ts'
import { openDownloads, openService } from '../lib/adapters/service/open-service.ts'
import { lazily } from '../lib/adapters/system/lazily.ts'
import { createPowertoolsLog } from '../lib/adapters/system/powertools-log.ts'
import { createPowertoolsMetrics } from '../lib/adapters/system/powertools-metrics.ts'
import { clock, newId, random, randomBytes, wait } from '../lib/adapters/system/system.ts'
import { createHttpsWebhooks } from '../lib/adapters/webhooks/https-webhooks.ts'
import type { CheckDeps, CheckTaskDeps } from '../lib/checks/check-deps.ts'
import type { LookUpDeps } from '../lib/http/jobs/look-up-jobs.ts'
import type { HandlerDeps } from '../lib/http/kit/handler.ts'
import type { QueryDeps } from '../lib/http/query/query-deps.ts'
import type { FollowDeps } from '../lib/jobs/follow/follow-jobs.ts'
import type { JobStore } from '../lib/jobs/job-store.ts'
import { PACE_IN_TURN } from '../lib/jobs/pace.ts'
import type { Archive, TeamBuckets } from '../lib/jobs/ports.ts'
import type { ReconcileDeps } from '../lib/jobs/submit/reconcile.ts'
import type { Timing } from '../lib/jobs/timing.ts'
import {
  type AskingConfig,
  checksConfig,
  followConfig,
  functionConfig,
  type LookUpConfig,
  lookUpConfig,
  type StoreConfig,
} from '../lib/settings/config.ts'
import { deployedFunction } from '../lib/settings/deployed-function.ts'
import { sourceOf } from '../lib/subscriptions/cloud-event.ts'
import type { DeliveryStore, SubscriptionStore } from '../lib/subscriptions/ports.ts'
import { reportUnclear } from '../lib/subscriptions/watch/report-unclear.ts'
import { createTeamWatch } from '../lib/subscriptions/watch/team-watch.ts'
import { watchedJobs } from '../lib/subscriptions/watch/watched-jobs.ts'
import type { Keys } from '../lib/teams/keys.ts'
import { createTeamThrottle, type RequestTurns } from '../lib/teams/throttle.ts'

/** API Gateway's limit (29 s) > function timeout (26 s) > the request's deadline (20 s) > one call to the service (8 s). */
const TIMING: Timing = { deadlineMs: 20_000, leaseMs: 30_000, resolveMarginMs: 5_000 }
const CALL_TIMEOUT_MS = 8_000
/** A Put to S3 takes a fifth of this. If the function dies meanwhile, reconciliation finds the job at the service. */
const ARCHIVE_HEAD_START_MS = 200

/**
 * The ports of the function that only reads.
 *
 * @throws ConfigError if settings are missing or wrong: the function fails when it starts, not at its first request
 */
export const lookUpDependencies = (): LookUpDeps & HandlerDeps => {
  const config = lookUpConfig(process.env)
  return {
    ...storing(config),
    commandLine: () => readFile(new URL('./waybill.mjs', import.meta.url)),
    archive: lazily(ARCHIVE, () => openArchive(config)),
    pause: async milliseconds => {
      await wait(milliseconds)
      return true
    },
  }
}

/** Loaded late, for the first SIGNATURE that is read or archived: S3's client is a quarter of the code. */
const openArchive = async ({ logBucket }: LookUpConfig): Promise<Archive> =>
  (await import('../lib/adapters/s3/archive.ts')).openS3Archive(logBucket)

const ARCHIVE = { put: true, get: true } as const

const teamBuckets = (names: readonly string[]): TeamBuckets => ({
  isWritable: bucket => names.includes(bucket),
  ...lazily<Pick<TeamBuckets, 'put'>>({ put: true }, async () =>
    (await import('../lib/adapters/s3/team-buckets.ts')).openS3TeamBuckets(names),
  ),
})

const storing = (
  config: StoreConfig,
  documents = createDocumentClient(createDynamoClient()),
  shared?: RequestTurns,
) => {
  const { table, corsOrigins, tiers } = config
  const teams = openTeams(documents, config, clock)
  return {
    ...openDynamoJobs(documents, table, clock),
    clock,
    newId,
    log: createPowertoolsLog(),
    metrics: createPowertoolsMetrics(deployedFunction(process.env)),
    teams,
    throttle: createTeamThrottle({ clock, teams, tiers, ...(shared && { shared }) }),
    corsOrigins,
  }
}

/** Ports that store the notices for subscriptions with each change of a job, and for each submission that made no job. */
const watching = <S extends { readonly jobs: JobStore }>(
  stores: S,
  documents: ReturnType<typeof createDocumentClient>,
  { table }: StoreConfig,
) => {
  // Loaded late: only changes of jobs need it.
  const opened = async () =>
    (await import('../lib/adapters/dynamo/open-subscriptions.ts')).openDynamoSubscriptions(documents, table, clock)
  const subscriptions = lazily<Pick<SubscriptionStore, 'ofTeam'>>(
    { ofTeam: true },
    async () => (await opened()).subscriptions,
  )
  const deliveries = lazily<Pick<DeliveryStore, 'add'>>({ add: true }, async () => (await opened()).deliveries)
  const source = sourceOf(deployedFunction(process.env).stage)
  const announcing = { deliveries, clock, source, watch: createTeamWatch(subscriptions, clock) }
  return {
    ...stores,
    jobs: watchedJobs({ ...announcing, jobs: stores.jobs }),
    whenUnclear: reportUnclear(announcing),
  }
}

const serviceOptions = ({ serviceUrl, signatureVersion }: AskingConfig) => ({
  endpoint: serviceUrl,
  signatureVersion,
  callTimeoutMs: CALL_TIMEOUT_MS,
})

const asking = (config: AskingConfig, documents: ReturnType<typeof createDocumentClient>) => {
  const shared = createDynamoTurns(documents, config.table)
  const stored = watching(storing(config, documents, shared), documents, config)
  return {
    ...stored,
    service: openService(serviceOptions(config), { clock, random, wait }),
    // Loaded late: to change or read a check needs no key.
    keys: lazily<Keys>({ ofTeam: true, find: true }, async () =>
      (await import('../lib/adapters/secrets/open-secret-keys.ts')).openSecretKeys({
        prefix: config.keysPrefix,
        teams: stored.teams,
        clock,
      }),
    ),
    belongings: createDynamoBelongingStore(documents, config.table),
    era: config.era,
    timing: TIMING,
    pace: PACE_IN_TURN,
  }
}

/**
 * The ports of the functions that submit and manage jobs.
 *
 * @throws ConfigError if settings are missing or wrong
 */
export const dependencies = (
  config = functionConfig(process.env),
  documents = createDocumentClient(createDynamoClient()),
): ReconcileDeps & LookUpDeps & QueryDeps & HandlerDeps => {
  const stored = asking(config, documents)
  return {
    ...stored,
    service: loadingMeanwhile(stored.service, () => import('../lib/adapters/s3/archive.ts')),
    deviceJobs: stored.lists,
    dailyUse: createDynamoDailyUse(documents, config.table),
    archive: lazily(ARCHIVE, () => openArchive(config)),
    downloads: openDownloads(serviceOptions(config)),
    teamBuckets: teamBuckets(config.teamLogBuckets),
    archiveHeadStart: () => wait(ARCHIVE_HEAD_START_MS),
    currentManifest: config.currentManifest,
  }
}

/**
 * The ports of the function that follows jobs. It makes no jobs, and archives nothing.
 *
 * @throws ConfigError if settings are missing or wrong
 */
export const followDependencies = (): FollowDeps => {
  const config = followConfig(process.env)
  const documents = createDocumentClient(createDynamoClient())
  return {
    ...asking(config, documents),
    unfollowed: createDynamoUnfollowedJobs(documents, config.table, clock),
    turns: createDynamoJobTurns(documents, config.table),
  }
}

const NOTIFIER = { notify: true, digest: true } as const

/**
 * The ports of the function that manages checks. It archives nothing.
 *
 * @throws ConfigError if settings are missing or wrong
 */
export const checkDependencies = (config = checksConfig(process.env)): CheckDeps & HandlerDeps => {
  const documents = createDocumentClient(createDynamoClient())
  return {
    ...asking(config, documents),
    ...openDynamoChecks(documents, config.table, clock),
    // Loaded late: to read a check, or to run one whose outcome has not changed, needs none of these.
    schedules: lazily({ put: true, remove: true, list: true }, async () =>
      (await import('../lib/adapters/events/eventbridge-schedules.ts')).openEventBridgeSchedules({
        group: config.scheduleGroup,
        queueArn: config.queueArn,
        roleArn: config.scheduleRole,
        deadLetterArn: config.deadLetterArn,
      }),
    ),
    sealer: lazily({ seal: true, open: true }, async () =>
      (await import('../lib/adapters/secrets/kms-sealer.ts')).openKmsSealer(config.key, randomBytes),
    ),
    notifier: createSeveralNotifiers([
      lazily(NOTIFIER, async () =>
        (await import('../lib/adapters/events/eventbridge-notifier.ts')).openEventBridgeNotifier(),
      ),
      lazily(NOTIFIER, async () =>
        (await import('../lib/adapters/events/sns-notifier.ts')).openSnsNotifier(config.topic),
      ),
    ]),
    queue: lazily({ add: true }, async () =>
      (await import('../lib/adapters/events/sqs-check-queue.ts')).openSqsCheckQueue(config.queueUrl),
    ),
    wait,
  }
}

/**
 * The ports of the function that runs checks.
 *
 * @throws ConfigError if settings are missing or wrong
 */
export const checkTaskDependencies = (): CheckTaskDeps => {
  const config = checksConfig(process.env)
  return {
    ...checkDependencies(config),
    webhooks: createHttpsWebhooks(),
    staticChecks: config.folder === undefined ? [] : readStaticChecks(config.folder),
  }
}
