import type { JobErrorCode } from '../jobs/errors.ts'

/** As in `lib/jobs/action-errors.ts`: the errors that each action can be refused with, by the action's name. */
export const SUBSCRIPTION_ACTION_ERRORS = {
  deleteSubscription: ['SUBSCRIPTION_BUSY', 'SUBSCRIPTION_CHANGED', 'SUBSCRIPTION_NOT_FOUND'],
  getSubscription: ['SUBSCRIPTION_NOT_FOUND'],
  listDeliveries: ['PAGE_TOKEN_INVALID', 'SUBSCRIPTION_NOT_FOUND'],
  listSubscriptions: ['PAGE_TOKEN_INVALID'],
  putSubscription: ['SUBSCRIPTION_BUSY', 'SUBSCRIPTION_CHANGED', 'SUBSCRIPTION_INVALID', 'SUBSCRIPTION_LIMIT'],
  retryDelivery: ['DELIVERY_NOT_FOUND', 'SUBSCRIPTION_BUSY', 'SUBSCRIPTION_NOT_FOUND'],
  testSubscription: ['SUBSCRIPTION_NOT_FOUND'],
} as const satisfies Readonly<Record<string, readonly JobErrorCode[]>>
