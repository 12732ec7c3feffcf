import { followJobs } from '../lib/jobs/follow/follow-jobs.ts'
import { inTime } from './in-time.ts'
import { followDependencies } from './wiring.ts'

/** The last question may take 20 seconds, and then its answer must be stored. */
const RESERVE_MS = 25_000

const deps = followDependencies()

/** Runs on a schedule. The result is only for the log. */
export const handler = inTime(async (_event: unknown, context) => {
  const until = new Date(deps.clock().getTime() + context.getRemainingTimeInMillis() - RESERVE_MS)
  const counts = await followJobs(deps, until)
  deps.log.info('followed', { ...counts })
  return counts
})
