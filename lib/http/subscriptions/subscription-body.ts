import * as z from 'zod/mini'
import type { PutSubscription, TargetWish } from '../../subscriptions/manage/put-subscription.ts'
import { jsonBody } from '../kit/bodies.ts'
import type { HttpRequest } from '../kit/exchange.ts'

const MOST_EVENTS = 100

const To = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('webhook'), url: z.string(), secret: z.string() }),
  z.strictObject({ type: z.literal('email') }),
  z.strictObject({ type: z.literal('eventbridge') }),
])

export const SubscriptionJson = z.strictObject({
  events: z.array(z.string()).check(z.maxLength(MOST_EVENTS)),
  to: z.optional(To),
})

/**
 * A JSON body of `PUT /v1/subscriptions/{name}`.
 *
 * @throws RequestError BODY_EMPTY, BODY_TOO_LARGE, JSON_MALFORMED, FIELD_INVALID, MEDIA_TYPE_UNSUPPORTED
 */
export const subscriptionBody = (request: HttpRequest): Pick<PutSubscription, 'events' | 'target'> => {
  const { events, to } = jsonBody(request, SubscriptionJson)
  return { events, target: to && targetOf(to) }
}

const targetOf = (to: z.output<typeof To>): TargetWish =>
  to.type === 'webhook' ? { is: to.type, url: to.url, secret: to.secret } : { is: to.type }
