import { type FollowDeps, followJobs } from '../jobs/follow/follow-jobs.ts'
import type { Pace } from '../jobs/pace.ts'
import { type RepeatedTask, repeat } from './repeat.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

/** The depot on this machine answers at once, and may be asked often. */
export const DEPOT_PACE: Pace = {
  'not-shipped': 5 * MINUTE,
  shipped: 15 * SECOND,
  received: 15 * SECOND,
  'in-progress': 15 * SECOND,
  done: 15 * SECOND,
  'done-with-errors': 15 * SECOND,
  rejected: 15 * SECOND,
}

const EVERY_MS = 5 * SECOND
/** A run ends soon after Waybill is to stop. */
const LONGEST_RUN_MS = 10 * SECOND

/** Follows the jobs of this machine; `lambdas/follow-jobs.ts` does that on AWS. */
export const followRepeatedly = (deps: FollowDeps): RepeatedTask =>
  repeat(async () => {
    try {
      const counts = await followJobs(deps, new Date(deps.clock().getTime() + LONGEST_RUN_MS))
      if (counts.moved + counts.failed > 0) deps.log.info('jobs followed', { ...counts })
    } catch (error) {
      deps.log.error('could not follow jobs', { error })
    }
  }, EVERY_MS)
