import type { RouteNameIn } from '../routes.ts'
import { DELIVERY_STATES } from '../subscriptions/manage-subscriptions.ts'
import { namedThings } from './named-things.ts'
import { PAGING, type RouteDoc, TEAM } from './route-doc.ts'

export const SUBSCRIPTION_ROUTES = {
  ...namedThings('subscriptions', {
    name: 'Subscription',
    tag: 'Subscriptions',
    schemas: { one: 'Subscription', list: 'SubscriptionList', put: 'PutSubscriptionBody' },
    actions: {
      put: 'putSubscription',
      get: 'getSubscription',
      delete: 'deleteSubscription',
      list: 'listSubscriptions',
    },
    summaries: { list: "List the team's subscriptions", put: 'Subscribe to events' },
    about: {
      list: 'Lists the subscriptions of a team: which events of its jobs go to which target.',
      put: "Sends events of the team's jobs to a webhook, as e-mail, or to EventBridge. `events` are types, such as job.created, or the beginning of types and a *, such as device.*. `to` may be left out where the subscription exists: its target stays. The secret of a webhook signs each event, and no answer shows it.",
      get: 'Gets a subscription. Of a webhook it shows the host only.',
      delete: 'Deletes the subscription. Events that wait for it are not sent.',
    },
  }),
  'GET /v1/subscriptions/{name}/deliveries': {
    id: 'listDeliveries',
    tag: 'Subscriptions',
    summary: 'List the deliveries of a subscription',
    about:
      'Lists what the subscription was sent in the last 30 days, newest first, and what waits. A delivery that failed too often is a dead letter: its state is dead.',
    query: {
      team: TEAM,
      state: { about: 'Only deliveries in this state.', schema: { type: 'string', enum: DELIVERY_STATES } },
      ...PAGING,
    },
    answers: { 200: { about: 'A page of deliveries.', body: 'DeliveryList', headers: ['Link'] } },
    actions: ['listDeliveries'],
  },
  'POST /v1/subscriptions/{name}/test': {
    id: 'testSubscription',
    tag: 'Subscriptions',
    summary: 'Test a subscription',
    about:
      'Sends an event of the type subscription.test to the target, the same way as all other events. The list of deliveries shows the outcome within seconds.',
    answers: { 202: { about: 'The delivery, which waits to be sent.', body: 'Delivery' } },
    actions: ['testSubscription'],
  },
  'POST /v1/subscriptions/{name}/deliveries/{deliveryId}/retry': {
    id: 'retryDelivery',
    tag: 'Subscriptions',
    summary: 'Send a delivery again',
    about:
      'Sends the event of a delivery again, with the same event id, also where an earlier attempt succeeded. A receiver that has seen the id does nothing.',
    answers: { 202: { about: 'The delivery, which waits again.', body: 'Delivery' } },
    actions: ['retryDelivery'],
  },
} as const satisfies Readonly<Record<RouteNameIn<'manage-subscriptions'>, RouteDoc>>
