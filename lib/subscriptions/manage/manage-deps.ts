import type { EventSink } from '../../audit/ports.ts'
import type { Clock, Log, NewId, Sealer } from '../../system.ts'
import type { DeliveryStore, SubscriptionStore } from '../ports.ts'
import type { TargetKind } from '../subscription.ts'

/** What it takes to manage subscriptions. */
export interface ManageDeps {
  readonly subscriptions: SubscriptionStore
  readonly deliveries: DeliveryStore
  readonly history: EventSink
  readonly sealer: Sealer
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  /** Which Waybill it is, as events name it. */
  readonly source: string
  /** Where notices can go here. */
  readonly targetKinds: readonly TargetKind[]
}
