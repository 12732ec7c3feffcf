import { JobError } from '../../jobs/errors.ts'
import { type Asking, maySee } from '../../teams/caller.ts'
import type { SubscriptionStore } from '../ports.ts'
import { SUBSCRIPTION_NAME, type Subscription } from '../subscription.ts'

export interface GetSubscription extends Asking {
  readonly name: string
  /** The team of the subscription, for auditors. Default: the caller's own team */
  readonly team?: string | undefined
}

/**
 * One subscription.
 *
 * Refuses: SUBSCRIPTION_NOT_FOUND, also for a subscription that the caller may not see.
 */
export const getSubscription = async (
  { subscriptions }: { readonly subscriptions: Pick<SubscriptionStore, 'get'> },
  { caller, name, team = caller.team }: GetSubscription,
): Promise<Subscription> => {
  const found = SUBSCRIPTION_NAME.test(name) && maySee(caller, team) ? await subscriptions.get(team, name) : undefined
  if (found) return found
  throw new JobError(
    'SUBSCRIPTION_NOT_FOUND',
    `Your team has no subscription ${JSON.stringify(name.slice(0, LONGEST_QUOTE))}.`,
  )
}

const LONGEST_QUOTE = 64
