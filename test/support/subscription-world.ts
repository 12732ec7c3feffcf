import { randomBytes } from 'node:crypto'
import { createKeySealer } from '../../lib/adapters/secrets/key-sealer.ts'
import type { CloudEvent } from '../../lib/subscriptions/cloud-event.ts'
import { type NotifyDeps, notifySubscribers } from '../../lib/subscriptions/deliver/notify.ts'
import type { ManageDeps } from '../../lib/subscriptions/manage/manage-deps.ts'
import { putSubscription } from '../../lib/subscriptions/manage/put-subscription.ts'
import type { TargetKind } from '../../lib/subscriptions/subscription.ts'
import { reportUnclear } from '../../lib/subscriptions/watch/report-unclear.ts'
import { watchedJobs } from '../../lib/subscriptions/watch/watched-jobs.ts'
import type { WebhookMessage } from '../../lib/webhooks/ports.ts'
import { submissionWorld } from './submission-world.ts'

export const ANN = { team: 'lab', principal: 'ann', role: 'member' } as const

export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

export const WEBHOOK = { is: 'webhook', url: 'https://hooks.example.com/waybill?token=abc', secret: SECRET } as const

/** A world of submissions whose jobs are watched, with a webhook that takes what a test lets it take. */
export const subscriptionWorld = (targetKinds: readonly TargetKind[] = ['webhook']) => {
  const world = submissionWorld()
  const { clock, newId, log, metrics } = world.deps
  const posted: WebhookMessage[] = []
  const others: { readonly to: TargetKind; readonly event: CloudEvent }[] = []
  const shared = {
    subscriptions: world.subscriptions,
    deliveries: world.deliveries,
    clock,
    source: 'urn:waybill:local',
  }
  const watching = { ...shared, watch: world.subscriptions.ofTeam }
  const jobs = watchedJobs({ ...watching, jobs: world.jobs })
  const manage: ManageDeps = {
    ...shared,
    sealer: createKeySealer(Buffer.alloc(32, 7), randomBytes),
    newId,
    history: world.history,
    log,
    targetKinds,
  }
  const notify: NotifyDeps & { webhooks: { take: (message: WebhookMessage) => Promise<void> } } = {
    ...shared,
    sealer: manage.sealer,
    jobs,
    outbox: world.outbox,
    log,
    metrics,
    webhooks: {
      take: async () => undefined,
      post: async message => {
        posted.push(message)
        await notify.webhooks.take(message)
      },
    },
    targets: {
      email: async event => void others.push({ to: 'email', event }),
      eventbridge: async event => void others.push({ to: 'eventbridge', event }),
    },
  }
  return {
    ...world,
    deps: { ...world.deps, jobs, whenUnclear: reportUnclear(watching) },
    manage,
    notify,
    /** What was posted to webhooks, in the order in which it was. */
    posted,
    /** What went elsewhere. */
    others,
    events: () => posted.map(({ body }): CloudEvent => JSON.parse(body)),
    subscribe: async (name: string, events: readonly string[] = ['*'], team = 'lab') => {
      const caller = { ...ANN, team }
      return (await putSubscription(manage, { caller, name, events, target: WEBHOOK })).subscription
    },
    /** One round, as a schedule makes it. */
    round: () => notifySubscribers(notify, new Date(clock().getTime() + 40_000)),
  }
}
