import { FORMAT_OF_LIST, FORMAT_OF_ONE, type OptionRows, type OptionsOf } from '../option.ts'

const team = { is: 'text', value: 'name', about: "A team's, for auditors; members have their own" } as const

export const LIST_SUBSCRIPTIONS_OPTIONS = { team, format: FORMAT_OF_LIST } as const satisfies OptionRows
export type ListSubscriptionsOptions = OptionsOf<typeof LIST_SUBSCRIPTIONS_OPTIONS>

export const SHOW_SUBSCRIPTION_OPTIONS = { team, format: FORMAT_OF_ONE } as const satisfies OptionRows
export type ShowSubscriptionOptions = OptionsOf<typeof SHOW_SUBSCRIPTION_OPTIONS>

export const PUT_SUBSCRIPTION_OPTIONS = {
  event: {
    is: 'list',
    value: 'type',
    about: 'An event such as device.received, or job.*, device.*, *; may be repeated',
  },
  webhook: {
    is: 'text',
    value: 'url',
    about: 'Send to this https address; its secret is read with --secret',
    excludes: 'email',
  },
  secret: { is: 'text', value: 'file', about: "The file of the webhook's secret (whsec_…); - is standard input" },
  email: { is: 'flag', about: "Send to the stage's notice topic", excludes: 'eventbridge' },
  eventbridge: { is: 'flag', about: "Send to EventBridge, in the stage's account", excludes: 'webhook' },
  format: FORMAT_OF_ONE,
} as const satisfies OptionRows
export type PutSubscriptionOptions = OptionsOf<typeof PUT_SUBSCRIPTION_OPTIONS>

export const DELIVERIES_OPTIONS = {
  team,
  state: { is: 'choice', of: ['waiting', 'delivered', 'dead'], about: 'Only these; dead are the dead letters' },
  format: FORMAT_OF_LIST,
} as const satisfies OptionRows
export type DeliveriesOptions = OptionsOf<typeof DELIVERIES_OPTIONS>

export const DELIVERY_OPTIONS = { format: FORMAT_OF_ONE } as const satisfies OptionRows
export type DeliveryOptions = OptionsOf<typeof DELIVERY_OPTIONS>
