/** The start of the partition keys of subscriptions. Policies name them. */
export const SUBSCRIPTION_KEYS = {
  /** A team's subscriptions. */
  subscriptions: 'SUBSCRIPTIONS#',
  /** A subscription's deliveries. */
  deliveries: 'DELIVERIES#',
  /** The teams that have subscriptions. */
  teams: 'SUBSCRIPTION-TEAMS',
} as const
