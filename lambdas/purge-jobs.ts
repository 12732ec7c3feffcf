import { purgeJobs } from '../lib/jobs/retain/purge-jobs.ts'
import { inTime } from './in-time.ts'
import { purgeDependencies } from './wiring-purge.ts'

/** What the jobs may take that a run has begun. */
const RESERVE_MS = 60_000

const { retentionDays, ...deps } = purgeDependencies()

/** Run on a schedule; what it answers is for its log. */
export const handler = inTime(async (_event: unknown, context) => {
  const until = new Date(deps.clock().getTime() + context.getRemainingTimeInMillis() - RESERVE_MS)
  const counts = await purgeJobs(deps, retentionDays, until)
  deps.log.info('old jobs purged', { ...counts })
  return counts
})
