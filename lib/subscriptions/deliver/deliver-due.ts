import pLimit from 'p-limit'
import type { Clock, Log, Metrics } from '../../system.ts'
import { WebhookError } from '../../webhooks/webhook-error.ts'
import { asDelivered, asFailed, type Delivery, LATE_MS, MOST_ATTEMPTS, withAttempt } from '../delivery.ts'
import type { DeliveryStore, SubscriptionStore } from '../ports.ts'
import { type SendDeps, sendEvent } from './send-event.ts'

export interface DeliverDeps extends SendDeps {
  readonly deliveries: DeliveryStore
  readonly subscriptions: Pick<SubscriptionStore, 'get'>
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
}

/** How many due deliveries had which outcome. */
export interface DeliveryCounts {
  delivered: number
  /** They wait for their next attempt. */
  failed: number
  dead: number
  /** That were due for longer than is on time. */
  late: number
}

const PAGE = 200
/** How many are sent at once, over all subscriptions and for one, so that a slow target does not delay the others. */
const AT_ONCE = 32
const AT_ONCE_EACH = 4

/**
 * Send all due deliveries. An attempt is stored before it is made, so that two rounds at once send a notice once. After a crash
 * between the two, it is sent again with the same id. After a failure, the other deliveries of the subscription wait for the next
 * round, so that a target that is down uses up neither the time nor their attempts.
 *
 * @param until no delivery begins after this time
 */
export const deliverDue = async (deps: DeliverDeps, until: Date): Promise<DeliveryCounts> => {
  const counts: DeliveryCounts = { delivered: 0, failed: 0, dead: 0, late: 0 }
  const round: Round = { deps, until, counts, failing: new Set(), each: new Map() }
  const limit = pLimit(AT_ONCE)
  const at = deps.clock()
  let after: string | undefined
  do {
    const page = await deps.deliveries.due(at, { limit: PAGE, ...(after !== undefined && { after }) })
    await Promise.all(
      page.entries.map(delivery => eachOf(round, delivery)(() => limit(() => deliverOne(round, delivery)))),
    )
    after = page.after
  } while (after !== undefined && deps.clock() < until)
  const { delivered, dead, late } = counts
  deps.metrics.report({ NoticesDelivered: delivered, NoticesDead: dead, NoticesLate: late })
  return counts
}

interface Round {
  readonly deps: DeliverDeps
  readonly until: Date
  readonly counts: DeliveryCounts
  /** The subscriptions whose target failed. */
  readonly failing: Set<string>
  readonly each: Map<string, ReturnType<typeof pLimit>>
}

const eachOf = ({ each }: Round, { subscriptionId }: Delivery) => {
  const own = each.get(subscriptionId) ?? pLimit(AT_ONCE_EACH)
  each.set(subscriptionId, own)
  return own
}

const deliverOne = async (round: Round, delivery: Delivery): Promise<void> => {
  const { deps, until, counts, failing } = round
  const { subscriptionId, id } = delivery
  if (isLate(delivery, deps.clock())) counts.late += 1
  if (failing.has(subscriptionId) || deps.clock() >= until) return
  try {
    await attempt(round, delivery)
  } catch (error) {
    deps.log.error('a delivery could not be stored; it is made again', { subscriptionId, delivery: id, error })
  }
}

const isLate = ({ dueAt = '' }: Delivery, now: Date) => Date.parse(dueAt) < now.getTime() - LATE_MS

const attempt = async ({ deps, counts, failing }: Round, delivery: Delivery): Promise<void> => {
  const { deliveries, clock, log } = deps
  const { team, subscription: name, subscriptionId, id } = delivery
  const store = async (next: Delivery, from: Delivery) => {
    if (next.state === 'dead') counts.dead += 1
    await deliveries.replace(next, from)
  }

  const subscription = await deps.subscriptions.get(team, name)
  if (subscription?.id !== subscriptionId)
    return store(asFailed(delivery, 'The subscription was deleted.', true), delivery)
  if (delivery.attempts >= MOST_ATTEMPTS)
    return store(asFailed(delivery, 'The last attempt was broken off.', true), delivery)

  const begun = withAttempt(delivery, clock())
  if (!(await deliveries.replace(begun, delivery))) return
  try {
    await sendEvent(deps, subscription, delivery.event)
  } catch (error) {
    const isFinal = error instanceof WebhookError && error.isFinal
    const next = asFailed(begun, reasonOf(error), isFinal)
    log.error(next.state === 'dead' ? 'a notice is a dead letter' : 'a notice was not taken; it is sent again', {
      team,
      subscription: name,
      delivery: id,
      dueAt: next.dueAt,
      error,
    })
    if (!isFinal) failing.add(subscriptionId)
    if (next.state !== 'dead') counts.failed += 1
    return store(next, begun)
  }
  counts.delivered += 1
  return store(asDelivered(begun, clock()), begun)
}

/** What members may read. What is none of a target's doing may name what is none of theirs. */
const reasonOf = (error: unknown) =>
  error instanceof WebhookError ? error.message : 'Waybill could not send it; its log has the reason.'
