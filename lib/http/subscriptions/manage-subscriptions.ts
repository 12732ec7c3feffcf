import { deleteSubscription } from '../../subscriptions/manage/delete-subscription.ts'
import { getSubscription } from '../../subscriptions/manage/get-subscription.ts'
import { listDeliveries } from '../../subscriptions/manage/list-deliveries.ts'
import { listSubscriptions } from '../../subscriptions/manage/list-subscriptions.ts'
import type { ManageDeps } from '../../subscriptions/manage/manage-deps.ts'
import { putSubscription } from '../../subscriptions/manage/put-subscription.ts'
import { retryDelivery, testSubscription } from '../../subscriptions/manage/send-again.ts'
import type { Subscription } from '../../subscriptions/subscription.ts'
import { pagingOf } from '../jobs/job-list.ts'
import { askingOf } from '../kit/asking.ts'
import { matches } from '../kit/conditional.ts'
import { type CallerRequest, createHandler, type HandlerDeps } from '../kit/handler.ts'
import { nextPage } from '../kit/next-page.ts'
import { singleQuery } from '../kit/query.ts'
import { RequestError } from '../kit/request-error.ts'
import { subscriptionBody } from './subscription-body.ts'
import { deliveryResource, subscriptionEtag, subscriptionResource } from './subscription-resource.ts'

/** The function that manages subscriptions and shows their deliveries. */
export const manageSubscriptions = (deps: ManageDeps & HandlerDeps) =>
  createHandler<'manage-subscriptions'>(
    {
      'PUT /v1/subscriptions/{name}': async request => {
        const change = { ...named(request), ...expected(request), ...subscriptionBody(request) }
        const { subscription, created } = await putSubscription(deps, change)
        const { headers, body } = shown(subscription, request)
        return created
          ? { status: 201, headers: { ...headers, Location: body.links.self }, body }
          : { status: 200, headers, body }
      },
      'GET /v1/subscriptions/{name}': async request => {
        const { team } = singleQuery(request, ['team'])
        return { status: 200, ...shown(await getSubscription(deps, { ...named(request), team }), request) }
      },
      'DELETE /v1/subscriptions/{name}': async request => {
        await deleteSubscription(deps, { ...named(request), ...expected(request) })
        return { status: 204, body: new Uint8Array() }
      },
      'GET /v1/subscriptions': async request => {
        const { team, ...paging } = singleQuery(request, ['team', 'pageSize', 'pageToken'])
        const list = { caller: request.caller, team, ...pagingOf(paging) }
        const { entries, nextPageToken } = await listSubscriptions(deps, list)
        const subscriptions = entries.map(subscription => subscriptionResource(subscription, request.basePath))
        return {
          status: 200,
          headers: nextPage(request, nextPageToken),
          body: { subscriptions, ...(nextPageToken !== undefined && { nextPageToken }) },
        }
      },
      'GET /v1/subscriptions/{name}/deliveries': async request => {
        const { team, state, ...paging } = singleQuery(request, ['team', 'state', 'pageSize', 'pageToken'])
        const list = { ...named(request), team, state: stateOf(state), ...pagingOf(paging) }
        const { entries, nextPageToken } = await listDeliveries(deps, list)
        const deliveries = entries.map(delivery => deliveryResource(delivery, request.basePath))
        return {
          status: 200,
          headers: nextPage(request, nextPageToken),
          body: { deliveries, ...(nextPageToken !== undefined && { nextPageToken }) },
        }
      },
      'POST /v1/subscriptions/{name}/test': async request => ({
        status: 202,
        body: deliveryResource(await testSubscription(deps, named(request)), request.basePath),
      }),
      'POST /v1/subscriptions/{name}/deliveries/{deliveryId}/retry': async request => {
        const asked = { ...named(request), deliveryId: request.params.deliveryId ?? '' }
        return { status: 202, body: deliveryResource(await retryDelivery(deps, asked), request.basePath) }
      },
    },
    deps,
  )

const named = (request: CallerRequest) => ({ ...askingOf(request), name: request.params.name ?? '' })

const expected = (request: CallerRequest) => {
  const isMatch = matches(request)
  return isMatch && { isExpected: (there: Subscription) => isMatch(subscriptionEtag(there)) }
}

const shown = (subscription: Subscription, { basePath }: CallerRequest) => ({
  headers: { ETag: subscriptionEtag(subscription) },
  body: subscriptionResource(subscription, basePath),
})

export const DELIVERY_STATES = ['waiting', 'delivered', 'dead'] as const

const stateOf = (text: string | undefined) => {
  const state = DELIVERY_STATES.find(one => one === text)
  if (text === undefined || state) return state
  throw new RequestError('QUERY_INVALID', `state must be one of ${DELIVERY_STATES.join(', ')}.`)
}
