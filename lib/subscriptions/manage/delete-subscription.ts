import { attempt } from '../../jobs/attempt.ts'
import type { Subscription } from '../subscription.ts'
import { type IsExpected, requireExpected, subscriptionBusy, subscriptionChanged } from './expected.ts'
import { type GetSubscription, getSubscription } from './get-subscription.ts'
import { inHistory, streamOfSubscription } from './in-history.ts'
import type { ManageDeps } from './manage-deps.ts'

/**
 * Delete a subscription. What waits for it is dropped.
 *
 * Refuses: SUBSCRIPTION_NOT_FOUND, SUBSCRIPTION_CHANGED, SUBSCRIPTION_BUSY.
 */
export const deleteSubscription = async (
  deps: Omit<ManageDeps, 'deliveries' | 'sealer'>,
  { isExpected, ...input }: Omit<GetSubscription, 'team'> & { readonly isExpected?: IsExpected | undefined },
): Promise<void> => {
  const remove = async () => {
    const there = await getSubscription(deps, input)
    requireExpected(there.name, there, isExpected)
    if (await deps.subscriptions.remove(there)) return there
    throw isExpected ? subscriptionChanged(there.name) : subscriptionBusy(there.name)
  }
  const report = (removed: Subscription) => ({ before: inHistory(removed) })
  await attempt(deps, input, 'delete-subscription', remove, report, streamOfSubscription(input, input.name))
}
