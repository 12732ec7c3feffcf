import { createHash } from 'node:crypto'
import type { Delivery } from '../../subscriptions/delivery.ts'
import type { Subscription } from '../../subscriptions/subscription.ts'

const selfOf = (name: string, basePath: string) => `${basePath}/v1/subscriptions/${encodeURIComponent(name)}`

/** A subscription in an answer, without the webhook's address, which may be a secret. */
export const subscriptionResource = (subscription: Subscription, basePath: string) => {
  const { name, team, events, target, createdAt, updatedAt, updatedBy } = subscription
  const self = selfOf(name, basePath)
  return {
    name,
    team,
    events,
    to: target.is === 'webhook' ? { type: target.is, host: target.host } : { type: target.is },
    createdAt,
    updatedAt,
    updatedBy,
    links: { self, deliveries: `${self}/deliveries` },
  }
}

/** The subscription's entity tag, the same for every caller and address. */
export const subscriptionEtag = ({ id, revision }: Subscription): string =>
  `"${createHash('sha256').update(`${id} ${revision}`).digest('base64url').slice(0, 22)}"`

/** A delivery in an answer. */
export const deliveryResource = (delivery: Delivery, basePath: string) => {
  const { id, subscription, state, attempts, dueAt, lastAttemptAt, error, deliveredAt, event } = delivery
  return {
    id,
    subscription,
    state,
    attempts,
    dueAt,
    lastAttemptAt,
    error,
    deliveredAt,
    event,
    links: { retry: `${selfOf(subscription, basePath)}/deliveries/${id}/retry` },
  }
}
