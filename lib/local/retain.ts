import { type PurgeDeps, purgeJobs } from '../jobs/retain/purge-jobs.ts'
import { type RepeatedTask, repeat } from './repeat.ts'

const EVERY_MS = 60 * 60_000

/** Purges jobs that are old enough: at the start, and every hour. */
export const purgeRepeatedly = (deps: PurgeDeps, retentionDays: number): RepeatedTask => {
  const purgeOnce = async () => {
    try {
      const counts = await purgeJobs(deps, retentionDays)
      if (counts.purged + counts.failed > 0) deps.log.info('old jobs purged', { ...counts })
    } catch (error) {
      deps.log.error('could not purge old jobs', { error })
    }
  }
  const first = purgeOnce()
  const again = repeat(purgeOnce, EVERY_MS)
  return {
    stop: async () => {
      await first
      await again.stop()
    },
  }
}
