import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { DeliveryStore, JobOutbox, SubscriptionStore } from '../../subscriptions/ports.ts'
import type { Clock } from '../../system.ts'
import { createDynamoDeliveryStore } from './delivery-store.ts'
import { createDynamoJobOutbox } from './job-outbox.ts'
import { createDynamoSubscriptionStore } from './subscription-store.ts'

/** Subscriptions, their deliveries, and the jobs that have notices for them. */
export const openDynamoSubscriptions = (
  documents: DynamoDBDocumentClient,
  table: string,
  clock: Clock,
): { readonly subscriptions: SubscriptionStore; readonly deliveries: DeliveryStore; readonly outbox: JobOutbox } => ({
  subscriptions: createDynamoSubscriptionStore(documents, table),
  deliveries: createDynamoDeliveryStore(documents, table, clock),
  outbox: createDynamoJobOutbox(documents, table),
})
