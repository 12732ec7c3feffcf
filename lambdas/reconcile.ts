import { reconcile } from '../lib/jobs/submit/reconcile.ts'
import { inTime } from './in-time.ts'
import { dependencies } from './wiring.ts'

/** Time to write down what the last record came to, before the function is stopped. */
const RESERVE_MS = 25_000

const deps = dependencies()

/** Run on a schedule; what it answers is for its log. */
export const handler = inTime(async (_event: unknown, context) => {
  const until = new Date(deps.clock().getTime() + context.getRemainingTimeInMillis() - RESERVE_MS)
  const counts = await reconcile(deps, until)
  deps.log.info('reconciled', counts)
  return counts
})
