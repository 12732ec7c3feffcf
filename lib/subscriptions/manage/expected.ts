import { JobError } from '../../jobs/errors.ts'
import type { Subscription } from '../subscription.ts'

/** Whether this is the subscription that the caller has in mind (`If-Match`). */
export type IsExpected = (there: Subscription) => boolean

/**
 * Refuses: SUBSCRIPTION_CHANGED unless the subscription is the one that the caller has in mind, if it names one.
 *
 * @param there `undefined`: there is none, which is never the one in mind
 */
export const requireExpected = (name: string, there: Subscription | undefined, isExpected?: IsExpected): void => {
  if (isExpected && !(there && isExpected(there))) throw subscriptionChanged(name)
}

export const subscriptionChanged = (name: string) =>
  new JobError(
    'SUBSCRIPTION_CHANGED',
    `Subscription ${name} has changed since that ETag. Get the subscription again, then decide.`,
  )

export const subscriptionBusy = (name: string) =>
  new JobError('SUBSCRIPTION_BUSY', `Subscription ${name} is changed by others at this moment; send yours again.`, {
    retryAfterSeconds: 1,
  })
