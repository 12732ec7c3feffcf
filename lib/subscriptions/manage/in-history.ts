import { subscriptionStream } from '../../audit/streams.ts'
import type { Asking } from '../../teams/caller.ts'
import { SUBSCRIPTION_NAME, type Subscription } from '../subscription.ts'

/** The stream of attempts on a subscription. `undefined`: no subscription can have this name. */
export const streamOfSubscription = ({ caller: { team } }: Asking, name: string): string | undefined =>
  SUBSCRIPTION_NAME.test(name) ? subscriptionStream(team, name) : undefined

/** A subscription in an event: of a webhook only the host, neither address nor secret. */
export const inHistory = ({ name, events, target }: Subscription) => ({
  name,
  events,
  to: target.is,
  ...(target.is === 'webhook' && { host: target.host }),
})
