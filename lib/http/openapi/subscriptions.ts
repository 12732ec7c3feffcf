import type { RouteNameIn } from '../routes.ts'
import { DELIVERY_STATES } from '../subscriptions/manage-subscriptions.ts'
import { PAGING, type ParameterDoc, type RouteDoc } from './route-doc.ts'

const TEAM: ParameterDoc = { about: "An auditor's choice of team; members have their own" }
const IF_MATCH: ParameterDoc = { about: 'The ETag of the subscription as you know it; another one is not changed' }

export const SUBSCRIPTION_ROUTES = {
  'GET /v1/subscriptions': {
    id: 'listSubscriptions',
    tag: 'Subscriptions',
    summary: 'Which events of the jobs go where',
    query: { team: TEAM, ...PAGING },
    answers: { 200: { about: 'A page of subscriptions', body: 'SubscriptionList', headers: ['Link'] } },
    actions: ['listSubscriptions'],
  },
  'PUT /v1/subscriptions/{name}': {
    id: 'putSubscription',
    tag: 'Subscriptions',
    summary: 'Send events of the jobs to a webhook, as e-mail, or to EventBridge',
    headers: { 'If-Match': IF_MATCH },
    body: { json: 'PutSubscriptionBody' },
    answers: {
      200: { about: 'The subscription, changed', body: 'Subscription', headers: ['ETag'] },
      201: { about: 'The subscription, new', body: 'Subscription', headers: ['ETag', 'Location'] },
    },
    actions: ['putSubscription'],
  },
  'GET /v1/subscriptions/{name}': {
    id: 'getSubscription',
    tag: 'Subscriptions',
    summary: 'One subscription',
    query: { team: TEAM },
    answers: { 200: { about: 'The subscription', body: 'Subscription', headers: ['ETag'] } },
    actions: ['getSubscription'],
  },
  'DELETE /v1/subscriptions/{name}': {
    id: 'deleteSubscription',
    tag: 'Subscriptions',
    summary: 'Send no more events, those that wait neither',
    headers: { 'If-Match': IF_MATCH },
    answers: { 204: { about: 'It is gone' } },
    actions: ['deleteSubscription'],
  },
  'GET /v1/subscriptions/{name}/deliveries': {
    id: 'listDeliveries',
    tag: 'Subscriptions',
    summary: 'What was sent to a subscription in 30 days, and what waits or was sent in vain, newest first',
    query: {
      team: TEAM,
      state: { about: 'Only these; dead are the dead letters', schema: { type: 'string', enum: DELIVERY_STATES } },
      ...PAGING,
    },
    answers: { 200: { about: 'A page of deliveries', body: 'DeliveryList', headers: ['Link'] } },
    actions: ['listDeliveries'],
  },
  'POST /v1/subscriptions/{name}/test': {
    id: 'testSubscription',
    tag: 'Subscriptions',
    summary: 'Send an event of type subscription.test the way that all others go',
    answers: { 202: { about: 'The delivery; the list of deliveries shows its outcome', body: 'Delivery' } },
    actions: ['testSubscription'],
  },
  'POST /v1/subscriptions/{name}/deliveries/{deliveryId}/retry': {
    id: 'retryDelivery',
    tag: 'Subscriptions',
    summary: 'Send a delivery again, with the same id',
    answers: { 202: { about: 'The delivery, which waits again', body: 'Delivery' } },
    actions: ['retryDelivery'],
  },
} as const satisfies Readonly<Record<RouteNameIn<'manage-subscriptions'>, RouteDoc>>
