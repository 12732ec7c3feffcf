import { followJobs } from '../lib/jobs/follow/follow-jobs.ts'
import { inTime } from './in-time.ts'
import { followDependencies } from './wiring.ts'

/** A question to the service has 20 seconds, and its answer is stored after that. */
const RESERVE_MS = 25_000

const deps = followDependencies()

/** Run on a schedule; what it answers is for its log. */
export const handler = inTime(async (_event: unknown, context) => {
  const until = new Date(deps.clock().getTime() + context.getRemainingTimeInMillis() - RESERVE_MS)
  const counts = await followJobs(deps, until)
  deps.log.info('followed', { ...counts })
  return counts
})
