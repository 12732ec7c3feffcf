import * as z from 'zod/mini'
import type { CloudEvent } from '../../subscriptions/cloud-event.ts'
import type { Delivery } from '../../subscriptions/delivery.ts'
import type { Subscription, Target } from '../../subscriptions/subscription.ts'
import { itemForm } from './item-form.ts'

const text = z.string()
const maybe = z.exactOptional(text)

const TargetItem: z.ZodMiniType<Target> = z.discriminatedUnion('is', [
  z.looseObject({ is: z.literal('webhook'), host: text, sealed: text }),
  z.looseObject({ is: z.literal('email') }),
  z.looseObject({ is: z.literal('eventbridge') }),
])

const SubscriptionItem: z.ZodMiniType<Subscription> = z.looseObject({
  team: text,
  name: text,
  id: text,
  revision: z.int(),
  events: z.array(text),
  target: TargetItem,
  createdAt: text,
  updatedAt: text,
  updatedBy: text,
} satisfies Record<keyof Subscription, unknown>)

const CloudEventItem: z.ZodMiniType<CloudEvent> = z.looseObject({
  specversion: z.literal('1.0'),
  id: text,
  source: text,
  type: text,
  subject: text,
  time: text,
  datacontenttype: z.literal('application/json'),
  data: z.record(text, z.unknown()),
} satisfies Record<keyof CloudEvent, unknown>)

const DeliveryItem: z.ZodMiniType<Delivery> = z.looseObject({
  team: text,
  subscription: text,
  subscriptionId: text,
  id: text,
  event: CloudEventItem,
  state: z.enum(['waiting', 'delivered', 'dead']),
  attempts: z.int(),
  dueAt: maybe,
  lastAttemptAt: maybe,
  error: maybe,
  deliveredAt: maybe,
} satisfies Record<keyof Delivery, unknown>)

export const subscriptionForm = itemForm(() => SubscriptionItem)
export const deliveryForm = itemForm(() => DeliveryItem)
