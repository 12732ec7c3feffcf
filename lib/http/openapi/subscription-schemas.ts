import * as z from 'zod/mini'
import { EVENT_NAMES } from '../../subscriptions/subscription.ts'
import { DELIVERY_STATES } from '../subscriptions/manage-subscriptions.ts'
import { NOTICE_SCHEMAS } from './notices.ts'

const about = (description: string) => z.meta({ description })
const time = z.iso.datetime()
const nextPageToken = z.optional(z.string().check(about('Names the next page; absent on the last one')))

const Subscription = z.object({
  name: z.string(),
  team: z.string(),
  events: z.array(z.enum(EVENT_NAMES)),
  to: z.union([
    z.object({ type: z.literal('webhook'), host: z.string().check(about('All of the address that is shown')) }),
    z.object({ type: z.enum(['email', 'eventbridge']) }),
  ]),
  createdAt: time,
  updatedAt: time,
  updatedBy: z.string(),
  links: z.object({ self: z.string(), deliveries: z.string() }),
})

const Delivery = z.object({
  id: z.string(),
  subscription: z.string(),
  state: z.enum(DELIVERY_STATES).check(about('dead: sent in vain, and left alone now')),
  attempts: z.int(),
  dueAt: z.optional(time.check(about('When it is sent next'))),
  lastAttemptAt: z.optional(time),
  error: z.optional(z.string().check(about('Why the last attempt failed'))),
  deliveredAt: z.optional(time),
  event: z.union(Object.values(NOTICE_SCHEMAS)).check(about('The CloudEvent as it is sent')),
  links: z.object({ retry: z.string() }),
})

export const SUBSCRIPTION_SCHEMAS = {
  Delivery,
  DeliveryList: z.object({ deliveries: z.array(Delivery), nextPageToken }),
  Subscription,
  SubscriptionList: z.object({ subscriptions: z.array(Subscription), nextPageToken }),
} as const
