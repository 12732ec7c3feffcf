import type { EventSink } from '../../audit/ports.ts'
import type { Clock, Log, NewId, Sealer } from '../../system.ts'
import type { DeliveryStore, SubscriptionStore } from '../ports.ts'
import type { TargetKind } from '../subscription.ts'

/** The ports for managing subscriptions. */
export interface ManageDeps {
  readonly subscriptions: SubscriptionStore
  readonly deliveries: DeliveryStore
  readonly history: EventSink
  readonly sealer: Sealer
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  /** The name of this Waybill in events. */
  readonly source: string
  /** The kinds of targets that are available here. */
  readonly targetKinds: readonly TargetKind[]
}
