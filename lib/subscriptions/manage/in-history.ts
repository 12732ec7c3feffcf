import { subscriptionStream } from '../../audit/streams.ts'
import type { Asking } from '../../teams/caller.ts'
import { SUBSCRIPTION_NAME, type Subscription } from '../subscription.ts'

/** The history that an attempt on a subscription stands in. `undefined`: no subscription can have that name. */
export const streamOfSubscription = ({ caller: { team } }: Asking, name: string): string | undefined =>
  SUBSCRIPTION_NAME.test(name) ? subscriptionStream(team, name) : undefined

/** A subscription as history has it: of a webhook the host, and neither address nor secret. */
export const inHistory = ({ name, events, target }: Subscription) => ({
  name,
  events,
  to: target.is,
  ...(target.is === 'webhook' && { host: target.host }),
})
