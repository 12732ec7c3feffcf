import { listName, type Paging, readPage, type TokenPage } from '../../jobs/look-up/page-tokens.ts'
import type { Delivery, DeliveryState } from '../delivery.ts'
import { type GetSubscription, getSubscription } from './get-subscription.ts'
import type { ManageDeps } from './manage-deps.ts'

export interface ListDeliveries extends GetSubscription, Paging {
  /** Default: any */
  readonly state?: DeliveryState | undefined
}

/**
 * The deliveries of a subscription of the last 30 days, newest first. With a filter by state, a page may be short or empty although
 * more follow.
 *
 * Refuses: SUBSCRIPTION_NOT_FOUND, PAGE_TOKEN_INVALID.
 */
export const listDeliveries = async (
  deps: Pick<ManageDeps, 'subscriptions' | 'deliveries'>,
  { pageSize, pageToken, state, ...input }: ListDeliveries,
): Promise<TokenPage<Delivery>> => {
  const { id } = await getSubscription(deps, input)
  const paging = { pageSize, ...(pageToken !== undefined && { pageToken }) }
  return readPage(paging, listName(input.caller, 'deliveries', id, state), async page => {
    const { entries, after } = await deps.deliveries.list(id, page)
    return {
      entries: entries.filter(delivery => state === undefined || delivery.state === state),
      ...(after !== undefined && { after }),
    }
  })
}
