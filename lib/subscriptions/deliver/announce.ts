import type { JobNotice } from '../../jobs/job.ts'
import type { Clock } from '../../system.ts'
import { eventOf } from '../cloud-event.ts'
import { newDelivery } from '../delivery.ts'
import type { DeliveryStore } from '../ports.ts'
import { type Subscription, wants } from '../subscription.ts'

export interface AnnounceDeps {
  readonly deliveries: Pick<DeliveryStore, 'add'>
  readonly clock: Clock
  /** The name of this Waybill in events. */
  readonly source: string
}

/** Stores a delivery of each notice for each subscription that asks for it. A second call changes nothing. */
export const announce = async (
  { deliveries, clock, source }: AnnounceDeps,
  subscriptions: readonly Subscription[],
  notices: readonly JobNotice[],
): Promise<void> => {
  for (const notice of notices) {
    for (const subscription of subscriptions) {
      if (!wants(subscription, notice.type)) continue
      await deliveries.add(newDelivery(subscription, eventOf(notice, source), clock()))
    }
  }
}
