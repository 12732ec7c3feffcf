import { notifySubscribers } from '../lib/subscriptions/deliver/notify.ts'
import { inTime } from './in-time.ts'
import { notifyDependencies } from './wiring-subscriptions.ts'

/** A target has 10 seconds to answer, and what came of it is stored after that. */
const RESERVE_MS = 15_000

const deps = notifyDependencies()

/** Run on a schedule; what it answers is for its log. */
export const handler = inTime(async (_event: unknown, context) => {
  const until = new Date(deps.clock().getTime() + context.getRemainingTimeInMillis() - RESERVE_MS)
  const counts = await notifySubscribers(deps, until)
  deps.log.info('notified', { ...counts })
  return counts
})
