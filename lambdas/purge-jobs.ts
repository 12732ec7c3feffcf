import { purgeJobs } from '../lib/jobs/retain/purge-jobs.ts'
import { inTime } from './in-time.ts'
import { purgeDependencies } from './wiring-purge.ts'

/** How long the last jobs of a run may take. */
const RESERVE_MS = 60_000

const { retentionDays, ...deps } = purgeDependencies()

/** Runs on a schedule. The result is only for the log. */
export const handler = inTime(async (_event: unknown, context) => {
  const until = new Date(deps.clock().getTime() + context.getRemainingTimeInMillis() - RESERVE_MS)
  const counts = await purgeJobs(deps, retentionDays, until)
  deps.log.info('old jobs purged', { ...counts })
  return counts
})
