import { NOTICE_TYPES, type NoticeType } from '../jobs/notice-types.ts'
import type { Timestamp } from '../system.ts'
import type { SealedWebhook } from '../webhooks/sealed-webhook.ts'

/** The target of notices. */
export type Target =
  | ({ readonly is: 'webhook' } & SealedWebhook)
  /** The stage's notice topic, which sends to its own subscribers. */
  | { readonly is: 'email' }
  /** The default bus of the stage's account. */
  | { readonly is: 'eventbridge' }

export type TargetKind = Target['is']

/** A subscription: which notices of a team's jobs go to which target. */
export interface Subscription {
  readonly team: string
  /** Unique in its team. */
  readonly name: string
  /** Random. A later subscription with the same name has another id. */
  readonly id: string
  /** Grows with each change. A write names the revision that it changes. */
  readonly revision: number
  /** Types of notices, or groups of them: `job.created`, `device.*`, `*`. */
  readonly events: readonly string[]
  readonly target: Target
  readonly createdAt: Timestamp
  readonly updatedAt: Timestamp
  /** Who changed it last. */
  readonly updatedBy: string
}

/** How many a team may have. Each change of its jobs is compared with all of them. */
export const MOST_SUBSCRIPTIONS = 20

/** A name is part of addresses and of file names. */
export const SUBSCRIPTION_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** Groups of types: all of them, and those with the same start of their names. */
const GROUPS = ['*', ...new Set(NOTICE_TYPES.map(type => type.replace(/\..*$/, '.*')))]

/** Every value of a subscription's `events`. */
export const EVENT_NAMES: readonly string[] = [...NOTICE_TYPES, ...GROUPS]

/** Whether a subscription asks for notices of a type. */
export const wants = ({ events }: Pick<Subscription, 'events'>, type: NoticeType): boolean =>
  events.some(event => event === type || event === '*' || (event.endsWith('.*') && type.startsWith(event.slice(0, -1))))
