import { createKeySealer } from '../adapters/secrets/key-sealer.ts'
import { randomBytes } from '../adapters/system/system.ts'
import { createHttpsWebhooks } from '../adapters/webhooks/https-webhooks.ts'
import { type NotifyDeps, notifySubscribers } from '../subscriptions/deliver/notify.ts'
import type { ManageDeps } from '../subscriptions/manage/manage-deps.ts'
import { LOCAL_SOURCE } from './open-stores.ts'
import { type RepeatedTask, repeat } from './repeat.ts'

/** How long a round may begin deliveries. */
const ROUND_MS = 20_000

type Base = Pick<ManageDeps, 'subscriptions' | 'deliveries' | 'history' | 'clock' | 'newId' | 'log'> &
  Pick<NotifyDeps, 'jobs' | 'outbox' | 'metrics'>

/** Subscriptions on one machine: notices go to webhooks. */
export const createLocalSubscriptions = (base: Base, key: Uint8Array): ManageDeps & NotifyDeps => ({
  ...base,
  sealer: createKeySealer(key, randomBytes),
  webhooks: createHttpsWebhooks(),
  source: LOCAL_SOURCE,
  targets: {},
  targetKinds: ['webhook'],
})

/** What the schedule does on AWS, again and again. */
export const repeatNotices = (deps: NotifyDeps, everyMs: number): RepeatedTask =>
  repeat(async () => {
    try {
      const { late: _late, ...done } = await notifySubscribers(deps, new Date(deps.clock().getTime() + ROUND_MS))
      if (Object.values(done).some(count => count > 0)) deps.log.info('notified', done)
    } catch (error) {
      deps.log.error('could not send notices', { error })
    }
  }, everyMs)
