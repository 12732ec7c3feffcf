import type { Begin } from '../../audit/record-change.ts'
import { attemptChange } from '../../jobs/attempt.ts'
import { type IsExpected, requireExpected, subscriptionBusy, subscriptionChanged } from './expected.ts'
import { type GetSubscription, getSubscription } from './get-subscription.ts'
import { inHistory, streamOfSubscription } from './in-history.ts'
import type { ManageDeps } from './manage-deps.ts'

/**
 * Delete a subscription. Its waiting deliveries are dropped.
 *
 * Refuses: SUBSCRIPTION_NOT_FOUND, SUBSCRIPTION_CHANGED, SUBSCRIPTION_BUSY.
 */
export const deleteSubscription = async (
  deps: Omit<ManageDeps, 'deliveries' | 'sealer'>,
  { isExpected, ...input }: Omit<GetSubscription, 'team'> & { readonly isExpected?: IsExpected | undefined },
): Promise<void> => {
  const remove = async (begin: Begin) => {
    const there = await getSubscription(deps, input)
    requireExpected(there.name, there, isExpected)
    await begin({ before: inHistory(there) })
    if (await deps.subscriptions.remove(there)) return
    throw isExpected ? subscriptionChanged(there.name) : subscriptionBusy(there.name)
  }
  await attemptChange(deps, input, 'delete-subscription', remove, { stream: streamOfSubscription(input, input.name) })
}
