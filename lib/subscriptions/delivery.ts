import type { Timestamp } from '../system.ts'
import type { CloudEvent } from './cloud-event.ts'
import type { Subscription } from './subscription.ts'

/** `dead`: all attempts have failed. It is tried again only if a member asks for that. */
export type DeliveryState = 'waiting' | 'delivered' | 'dead'

/** One notice for one subscription. */
export interface Delivery {
  readonly team: string
  /** The subscription's name. */
  readonly subscription: string
  readonly subscriptionId: string
  /** Sorts by the time of the event. The same notice for the same subscription has the same one. */
  readonly id: string
  readonly event: CloudEvent
  readonly state: DeliveryState
  /** The number of attempts, the current one included. */
  readonly attempts: number
  /** The time of the next attempt; after the last attempt, the time by which that has certainly ended. Only while it waits. */
  readonly dueAt?: Timestamp
  readonly lastAttemptAt?: Timestamp
  /** Why the last attempt failed. */
  readonly error?: string
  readonly deliveredAt?: Timestamp
}

/**
 * Whether two are the same delivery after the same attempt. One that a member sends anew has as many attempts again as one
 * that is still under way, and not the same last one.
 */
export const isSameAttempt = (one: Delivery, other: Delivery): boolean =>
  one.state === other.state && one.attempts === other.attempts && one.lastAttemptAt === other.lastAttemptAt

/** How long deliveries are stored. */
export const DELIVERY_DAYS = 30

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** The times between attempts, in milliseconds; together a day and a half, so that an outage overnight loses no notice. */
const BACK_OFF_MS = [1, 5, 30, 120, 300, 600, 1200].map(minutes => minutes * MINUTE_MS)

/** The last attempt is certainly over by then. */
const LAST_ATTEMPT_MS = 2 * MINUTE_MS

export const MOST_ATTEMPTS = BACK_OFF_MS.length + 1

/** After this delay, a delivery is late, in milliseconds. */
export const LATE_MS = HOUR_MS / 4

/** A new delivery of an event. */
export const newDelivery = (
  { team, name, id: subscriptionId }: Pick<Subscription, 'team' | 'name' | 'id'>,
  event: CloudEvent,
  now: Date,
): Delivery => ({
  team,
  subscription: name,
  subscriptionId,
  // The time without what a path or a file name takes otherwise.
  id: `${event.time.replace(/\D/g, '')}-${event.id}`,
  event,
  state: 'waiting',
  attempts: 0,
  dueAt: now.toISOString(),
})

/** The delivery with one more attempt, which is made once this is stored. Until the next is due, no other process makes one. */
export const withAttempt = (delivery: Delivery, now: Date): Delivery => ({
  ...delivery,
  attempts: delivery.attempts + 1,
  dueAt: new Date(now.getTime() + (BACK_OFF_MS[delivery.attempts] ?? LAST_ATTEMPT_MS)).toISOString(),
  lastAttemptAt: now.toISOString(),
})

/** The delivery after a successful attempt. */
export const asDelivered = ({ dueAt: _dueAt, error: _error, ...delivery }: Delivery, now: Date): Delivery => ({
  ...delivery,
  state: 'delivered',
  deliveredAt: now.toISOString(),
})

/** The delivery after a failed attempt: it waits for the next one, or it is dead. */
export const asFailed = (delivery: Delivery, error: string, isFinal: boolean): Delivery => {
  if (!isFinal && delivery.attempts < MOST_ATTEMPTS) return { ...delivery, error }
  const { dueAt: _dueAt, ...rest } = delivery
  return { ...rest, state: 'dead', error }
}

/** A delivery that begins again with its first attempt. */
export const asNew = ({ error: _error, lastAttemptAt: _at, ...delivery }: Delivery, now: Date): Delivery => ({
  ...delivery,
  state: 'waiting',
  attempts: 0,
  dueAt: now.toISOString(),
})
