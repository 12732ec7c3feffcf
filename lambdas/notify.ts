import { notifySubscribers } from '../lib/subscriptions/deliver/notify.ts'
import { inTime } from './in-time.ts'
import { notifyDependencies } from './wiring-subscriptions.ts'

/** The last target may take 10 seconds to answer, and then the outcome must be stored. */
const RESERVE_MS = 15_000

const deps = notifyDependencies()

/** Runs on a schedule. The result is only for the log. */
export const handler = inTime(async (_event: unknown, context) => {
  const until = new Date(deps.clock().getTime() + context.getRemainingTimeInMillis() - RESERVE_MS)
  const counts = await notifySubscribers(deps, until)
  deps.log.info('notified', { ...counts })
  return counts
})
