import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { KMSClient } from '@aws-sdk/client-kms'
import { SchedulerClient } from '@aws-sdk/client-scheduler'
import { SNSClient } from '@aws-sdk/client-sns'
import { SQSClient } from '@aws-sdk/client-sqs'
import { createDynamoCheckStore } from '../lib/adapters/dynamo/check-store.ts'
import { createDocumentClient, createDynamoClient } from '../lib/adapters/dynamo/client.ts'
import { createDynamoJobLists } from '../lib/adapters/dynamo/job-lists.ts'
import { createDynamoJobStore } from '../lib/adapters/dynamo/job-store.ts'
import { createDynamoRunStore } from '../lib/adapters/dynamo/run-store.ts'
import { createEventBridgeNotifier } from '../lib/adapters/events/eventbridge-notifier.ts'
import { createEventBridgeSchedules } from '../lib/adapters/events/eventbridge-schedules.ts'
import { createSeveralNotifiers } from '../lib/adapters/events/several-notifiers.ts'
import { createSnsNotifier } from '../lib/adapters/events/sns-notifier.ts'
import { createSqsCheckQueue } from '../lib/adapters/events/sqs-check-queue.ts'
import { readStaticChecks } from '../lib/adapters/folder/static-checks.ts'
import { createLazyArchive } from '../lib/adapters/s3/lazy-archive.ts'
import { createSecretsClient } from '../lib/adapters/secrets/client.ts'
import { createKmsSealer } from '../lib/adapters/secrets/kms-sealer.ts'
import { createSecretKeys } from '../lib/adapters/secrets/secret-keys.ts'
import { createHttpDownloads } from '../lib/adapters/service/http-downloads.ts'
import { openService } from '../lib/adapters/service/open-service.ts'
import { createPowertoolsLog } from '../lib/adapters/system/powertools-log.ts'
import { createPowertoolsMetrics } from '../lib/adapters/system/powertools-metrics.ts'
import { clock, newId, random, randomBytes, wait } from '../lib/adapters/system/system.ts'
import { createHttpsWebhooks } from '../lib/adapters/webhooks/https-webhooks.ts'
import type { CheckDeps } from '../lib/checks/check-deps.ts'
import type { LookUpDeps } from '../lib/http/jobs/look-up-jobs.ts'
import type { HandlerDeps } from '../lib/http/kit/handler.ts'
import type { ArtifactDeps } from '../lib/jobs/look-up/get-artifact.ts'
import type { Archive, TeamBuckets } from '../lib/jobs/ports.ts'
import type { Timing } from '../lib/jobs/timing.ts'
import { checksConfig, functionConfig, type LookUpConfig, lookUpConfig } from '../lib/settings/config.ts'
import { deployedFunction } from '../lib/settings/deployed-function.ts'

/** Integration limit 29 s > function timeout 26 s > the request's deadline 20 s > one call to the service 8 s. */
const TIMING: Timing = { deadlineMs: 20_000, leaseMs: 30_000, resolveMarginMs: 5_000 }
const CALL_TIMEOUT_MS = 8_000
/** A Put of S3 takes a fifth of this. The job is safe meanwhile: reconciliation finds it at the service. */
const ARCHIVE_HEAD_START_MS = 200

/**
 * What the function that only reads needs.
 *
 * @throws ConfigError if settings are missing or wrong: the function fails when it starts, not at its first request
 */
export const lookUpDependencies = (): LookUpDeps & HandlerDeps => {
  const config = lookUpConfig(process.env)
  return {
    ...lookUp(config),
    archive: createLazyArchive(() => openArchive(config)),
  }
}

/**
 * S3's client is a third of the code. Only who fetches a SIGNATURE needs it of those who look up, so there it is loaded
 * for the first of them, and for the others when the function starts.
 */
const openArchive = async ({ logBucket }: LookUpConfig): Promise<Archive> =>
  (await import('../lib/adapters/s3/archive.ts')).openS3Archive(logBucket)

const openTeamBuckets = async (names: readonly string[]): Promise<TeamBuckets> =>
  (await import('../lib/adapters/s3/team-buckets.ts')).openS3TeamBuckets(names)

const lookUp = ({ table, teams, corsOrigins }: LookUpConfig) => {
  const documents = createDocumentClient(createDynamoClient())
  return {
    jobs: createDynamoJobStore(documents, table),
    lists: createDynamoJobLists(documents, table),
    clock,
    newId,
    log: createPowertoolsLog(),
    metrics: createPowertoolsMetrics(deployedFunction(process.env)),
    teams,
    corsOrigins,
  }
}

/**
 * What the functions that ask the service need besides.
 *
 * @throws ConfigError if settings are missing or wrong
 */
export const dependencies = async (): Promise<ArtifactDeps & LookUpDeps & HandlerDeps> => {
  const config = functionConfig(process.env)
  return {
    ...lookUp(config),
    archive: await openArchive(config),
    downloads: createHttpDownloads({ service: config.serviceUrl, timeoutMs: CALL_TIMEOUT_MS }),
    service: openService(
      {
        endpoint: config.serviceUrl,
        signatureVersion: config.signatureVersion,
        callTimeoutMs: CALL_TIMEOUT_MS,
        clock,
      },
      { clock, random, wait },
    ),
    teamBuckets: await openTeamBuckets(config.teamLogBuckets),
    keys: createSecretKeys(createSecretsClient(), { prefix: config.keysPrefix, teams: config.teams, clock }),
    archiveHeadStart: () => wait(ARCHIVE_HEAD_START_MS),
    era: config.era,
    currentManifest: config.currentManifest,
    timing: TIMING,
  }
}

const WEBHOOK_TIMEOUT_MS = 10_000

/**
 * What the functions of checks need besides.
 *
 * @throws ConfigError if settings are missing or wrong
 */
export const checkDependencies = async (): Promise<CheckDeps> => {
  const { table } = functionConfig(process.env)
  const config = checksConfig(process.env)
  const documents = createDocumentClient(createDynamoClient())
  return {
    ...(await dependencies()),
    checks: createDynamoCheckStore(documents, table),
    runs: createDynamoRunStore(documents, table, clock),
    schedules: createEventBridgeSchedules(new SchedulerClient({}), {
      group: config.scheduleGroup,
      queueArn: config.queueArn,
      roleArn: config.scheduleRole,
      deadLetterArn: config.deadLetterArn,
    }),
    sealer: createKmsSealer(new KMSClient({}), config.key, randomBytes),
    notifier: createSeveralNotifiers([
      createEventBridgeNotifier(new EventBridgeClient({})),
      createSnsNotifier(new SNSClient({}), config.topic),
    ]),
    queue: createSqsCheckQueue(new SQSClient({}), config.queueUrl),
    webhooks: createHttpsWebhooks({ timeoutMs: WEBHOOK_TIMEOUT_MS }),
    wait,
    staticChecks: config.folder === undefined ? [] : readStaticChecks(config.folder),
  }
}
