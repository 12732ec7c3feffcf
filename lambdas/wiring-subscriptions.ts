import { createDocumentClient, createDynamoClient } from '../lib/adapters/dynamo/client.ts'
import { openDynamoJobs } from '../lib/adapters/dynamo/open-stores.ts'
import { openDynamoSubscriptions } from '../lib/adapters/dynamo/open-subscriptions.ts'
import { openTeams } from '../lib/adapters/dynamo/open-teams.ts'
import { createDynamoTurns } from '../lib/adapters/dynamo/team-turns.ts'
import { lazily } from '../lib/adapters/system/lazily.ts'
import { createPowertoolsLog } from '../lib/adapters/system/powertools-log.ts'
import { createPowertoolsMetrics } from '../lib/adapters/system/powertools-metrics.ts'
import { clock, newId, randomBytes } from '../lib/adapters/system/system.ts'
import { createHttpsWebhooks } from '../lib/adapters/webhooks/https-webhooks.ts'
import type { HandlerDeps } from '../lib/http/kit/handler.ts'
import type { SealingConfig } from '../lib/settings/config.ts'
import { deployedFunction } from '../lib/settings/deployed-function.ts'
import { notifyConfig, subscriptionsConfig } from '../lib/settings/subscription-config.ts'
import { sourceOf } from '../lib/subscriptions/cloud-event.ts'
import type { NotifyDeps } from '../lib/subscriptions/deliver/notify.ts'
import type { ManageDeps } from '../lib/subscriptions/manage/manage-deps.ts'
import type { Sealer } from '../lib/system.ts'
import { createTeamThrottle } from '../lib/teams/throttle.ts'

const sealer = ({ key }: SealingConfig): Sealer =>
  lazily({ seal: true, open: true }, async () =>
    (await import('../lib/adapters/secrets/kms-sealer.ts')).openKmsSealer(key, randomBytes),
  )

const shared = () => {
  const self = deployedFunction(process.env)
  return {
    clock,
    log: createPowertoolsLog(),
    metrics: createPowertoolsMetrics(self),
    source: sourceOf(self.stage),
  }
}

/**
 * The ports of the function that manages subscriptions. It sends nothing itself.
 *
 * @throws ConfigError if settings are missing or wrong
 */
export const subscriptionDependencies = (): ManageDeps & HandlerDeps => {
  const config = subscriptionsConfig(process.env)
  const { table, corsOrigins } = config
  const documents = createDocumentClient(createDynamoClient())
  const { subscriptions, deliveries } = openDynamoSubscriptions(documents, table, clock)
  const teams = openTeams(documents, config, clock)
  return {
    ...shared(),
    subscriptions,
    deliveries,
    history: openDynamoJobs(documents, table, clock).history,
    sealer: sealer(config),
    newId,
    targetKinds: ['webhook', 'email', 'eventbridge'],
    teams,
    throttle: createTeamThrottle({ clock, teams, tiers: config.tiers, shared: createDynamoTurns(documents, table) }),
    corsOrigins,
  }
}

/**
 * The ports of the function that sends notices.
 *
 * @throws ConfigError if settings are missing or wrong
 */
export const notifyDependencies = (): NotifyDeps => {
  const { table, topic, ...config } = notifyConfig(process.env)
  const documents = createDocumentClient(createDynamoClient())
  return {
    ...shared(),
    ...openDynamoSubscriptions(documents, table, clock),
    jobs: openDynamoJobs(documents, table, clock).jobs,
    sealer: sealer(config),
    webhooks: createHttpsWebhooks(),
    targets: lazily({ email: true, eventbridge: true }, async () =>
      (await import('../lib/adapters/events/notice-targets.ts')).openNoticeTargets(topic),
    ),
  }
}
