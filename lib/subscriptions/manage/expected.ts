import { JobError } from '../../jobs/errors.ts'
import type { Subscription } from '../subscription.ts'

/** Whether this is the version of the subscription that the caller expects (`If-Match`). */
export type IsExpected = (there: Subscription) => boolean

/**
 * Refuses: SUBSCRIPTION_CHANGED if the caller expects a version and the subscription is not that version.
 *
 * @param there `undefined`: the subscription does not exist, which no caller with a version expects
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
