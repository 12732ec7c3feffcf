import type { CommandRows } from '../command.ts'
import {
  DELIVERIES_OPTIONS,
  DELIVERY_OPTIONS,
  LIST_SUBSCRIPTIONS_OPTIONS,
  PUT_SUBSCRIPTION_OPTIONS,
  SHOW_SUBSCRIPTION_OPTIONS,
} from './options.ts'

const named = { arguments: '<name>', about: { name: 'The subscription' }, asks: 'waybill' } as const

/** Which events of a team's jobs go where. */
export const SUBSCRIPTION_COMMANDS = {
  'subscriptions list': {
    summary: 'List the subscriptions of your team',
    asks: 'waybill',
    isDefault: true,
    options: LIST_SUBSCRIPTIONS_OPTIONS,
    examples: ['subscriptions', 'subscriptions list --format json'],
    load: async () => (await import('./subscriptions.ts')).listSubscriptions,
  },
  'subscriptions show': {
    ...named,
    summary: 'Show a subscription',
    options: SHOW_SUBSCRIPTION_OPTIONS,
    examples: ['subscriptions show crates'],
    load: async () => (await import('./subscriptions.ts')).showSubscription,
  },
  'subscriptions put': {
    ...named,
    summary: 'Send events to a webhook, as e-mail or to EventBridge; without a target the one that it has stays',
    options: PUT_SUBSCRIPTION_OPTIONS,
    examples: [
      'subscriptions put crates --event job.* --webhook https://hooks.example.com/waybill --secret secret.txt',
      'subscriptions put crates --event device.received --event device.rejected',
      'subscriptions put ops --event * --email',
    ],
    load: async () => (await import('./subscriptions.ts')).putSubscription,
  },
  'subscriptions delete': {
    ...named,
    summary: 'Send no more events, those that wait neither',
    examples: ['subscriptions delete crates'],
    load: async () => (await import('./subscriptions.ts')).deleteSubscription,
  },
  'subscriptions deliveries': {
    ...named,
    summary: 'List what was sent in 30 days, and what waits or was sent in vain',
    options: DELIVERIES_OPTIONS,
    examples: ['subscriptions deliveries crates --state dead'],
    load: async () => (await import('./deliveries.ts')).listDeliveries,
  },
  'subscriptions test': {
    ...named,
    summary: 'Send an event of type subscription.test the way that all others go',
    options: DELIVERY_OPTIONS,
    examples: ['subscriptions test crates'],
    load: async () => (await import('./deliveries.ts')).testSubscription,
  },
  'subscriptions retry': {
    ...named,
    summary: 'Send a delivery again, with the same id',
    arguments: '<name> <id>',
    about: { name: 'The subscription', id: 'The delivery, as the list of deliveries has it' },
    options: DELIVERY_OPTIONS,
    examples: ['subscriptions retry crates GPRw2vxy8Vq0xPp5WnTZ1g'],
    load: async () => (await import('./deliveries.ts')).retryDelivery,
  },
} as const satisfies CommandRows
