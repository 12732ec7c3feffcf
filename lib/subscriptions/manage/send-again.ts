import type { Begin } from '../../audit/record-change.ts'
import { attemptChange } from '../../jobs/attempt.ts'
import { JobError } from '../../jobs/errors.ts'
import { testEvent } from '../cloud-event.ts'
import { asNew, type Delivery, newDelivery } from '../delivery.ts'
import { subscriptionBusy } from './expected.ts'
import { type GetSubscription, getSubscription } from './get-subscription.ts'
import { streamOfSubscription } from './in-history.ts'
import type { ManageDeps } from './manage-deps.ts'

type Asked = Omit<GetSubscription, 'team'>

/**
 * Send an event that only tests a subscription, in the same way as all others.
 *
 * Refuses: SUBSCRIPTION_NOT_FOUND.
 */
export const testSubscription = (deps: ManageDeps, input: Asked): Promise<Delivery> => {
  const send = async (begin: Begin) => {
    const subscription = await getSubscription(deps, input)
    const { clock, newId, source } = deps
    const event = testEvent({ id: newId(), source, at: clock().toISOString() }, subscription)
    const delivery = newDelivery(subscription, event, clock())
    await begin({ detail: delivery.id })
    await deps.deliveries.add(delivery)
    return delivery
  }
  return attemptChange(deps, input, 'test-subscription', send, { stream: streamOfSubscription(input, input.name) })
}

/**
 * Send a delivery again from its first attempt, with the same id: a dead one, or one that its receiver has lost.
 *
 * Refuses: SUBSCRIPTION_NOT_FOUND, DELIVERY_NOT_FOUND, SUBSCRIPTION_BUSY.
 */
export const retryDelivery = (
  deps: ManageDeps,
  { deliveryId, ...input }: Asked & { readonly deliveryId: string },
): Promise<Delivery> => {
  const send = async (begin: Begin) => {
    const { id, name } = await getSubscription(deps, input)
    const there = DELIVERY_ID.test(deliveryId) ? await deps.deliveries.get(id, deliveryId) : undefined
    if (!there) throw new JobError('DELIVERY_NOT_FOUND', `Subscription ${name} has no delivery of that id.`)
    const next = asNew(there, deps.clock())
    await begin({ detail: next.id })
    if (await deps.deliveries.replace(next, there)) return next
    throw subscriptionBusy(name)
  }
  return attemptChange(deps, input, 'retry-delivery', send, { stream: streamOfSubscription(input, input.name) })
}

const DELIVERY_ID = /^[\w-]{1,100}$/
