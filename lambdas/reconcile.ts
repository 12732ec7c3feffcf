import { reconcile } from '../lib/jobs/submit/reconcile.ts'
import { inTime } from './in-time.ts'
import { dependencies } from './wiring.ts'

/** The last record needs this time before the function is stopped. */
const RESERVE_MS = 25_000

const deps = dependencies()

/** Runs on a schedule. The result is only for the log. */
export const handler = inTime(async (_event: unknown, context) => {
  const until = new Date(deps.clock().getTime() + context.getRemainingTimeInMillis() - RESERVE_MS)
  const counts = await reconcile(deps, until)
  deps.log.info('reconciled', counts)
  return counts
})
