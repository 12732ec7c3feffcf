/** The ports of subscriptions, besides those of `lib/system.ts`, `lib/webhooks` and `lib/jobs`. */
import type { Job } from '../jobs/job.ts'
import type { Page } from '../jobs/job-filter.ts'
import type { PageRequest } from '../jobs/job-store.ts'
import type { CloudEvent } from './cloud-event.ts'
import type { Delivery } from './delivery.ts'
import type { Subscription } from './subscription.ts'

/** Subscriptions, each one item, each write conditional. Reads are strongly consistent. */
export interface SubscriptionStore {
  get(team: string, name: string): Promise<Subscription | undefined>
  /**
   * Puts a subscription, unless its team has one with the same name, or `most` already. If several are put at once in the last free
   * place, all may fail.
   */
  create(subscription: Subscription, most: number): Promise<'created' | 'taken' | 'full'>
  /** Puts `next` in the place of `from`. `false`: it has changed since `from`, or is gone. */
  replace(next: Subscription, from: Subscription): Promise<boolean>
  /** Removes a subscription. `false`: it has changed since it was read, or was removed. */
  remove(subscription: Subscription): Promise<boolean>
  /** All of a team, in the order of their names. */
  ofTeam(team: string): Promise<readonly Subscription[]>
  /** In the order of teams and names; every team's if `team` is left out. */
  list(page: {
    readonly team?: string | undefined
    readonly limit: number
    readonly after?: Pick<Subscription, 'team' | 'name'> | undefined
  }): Promise<{ readonly subscriptions: readonly Subscription[]; readonly more: boolean }>
}

/** Deliveries, stored for 30 days. */
export interface DeliveryStore {
  /** Puts a delivery unless it is there already, in whatever state. */
  add(delivery: Delivery): Promise<void>
  get(subscriptionId: string, id: string): Promise<Delivery | undefined>
  /** Puts `next` in the place of `from`. `false`: it has changed since `from`, or is gone. */
  replace(next: Delivery, from: Delivery): Promise<boolean>
  /** Those of a subscription, newest first. */
  list(subscriptionId: string, page: PageRequest): Promise<Page<Delivery>>
  /** Those that are due at a moment, roughly in the order in which they are. The list may lag; each is as it is now. */
  due(at: Date, page: PageRequest): Promise<Page<Delivery>>
}

/** Jobs with notices that no subscription has yet. */
export interface JobOutbox {
  /** The IDs of such jobs. The list may lag. */
  waiting(page: PageRequest): Promise<Page<string>>
  /** Takes the notices from a job as it was read; its version stays. `false`: it has changed since. */
  clear(job: Job): Promise<boolean>
}

/** Sends events to targets other than webhooks. An absent member is not available here. */
export interface NoticeTargets {
  readonly email?: (event: CloudEvent, summary: string) => Promise<void>
  readonly eventbridge?: (event: CloudEvent) => Promise<void>
}
