import { isActive, type ScheduledCheck } from '../check.ts'
import type { CheckDeps } from '../check-deps.ts'
import { allChecks } from '../manage/all-checks.ts'
import { nextTime } from './next-times.ts'
import { lastRunAt } from './overdue.ts'
import { scheduleOf } from './sync-schedule.ts'

/**
 * Start the checks that were due while this machine was off, each once, even if it missed several runs. Only needed for a scheduler
 * in this process.
 *
 * @returns how many there were
 */
export const startMissed = async (deps: Pick<CheckDeps, 'checks' | 'queue' | 'clock' | 'newId'>): Promise<number> => {
  let count = 0
  for await (const check of allChecks(deps)) {
    const due = isActive(check) ? firstMissed(check, deps.clock()) : undefined
    if (due === undefined || due > deps.clock()) continue
    const { team, name, id: checkId } = check
    const scheduledFor = due.toISOString()
    await deps.queue.add({ do: 'run', team, name, checkId, runId: deps.newId(), scheduledFor })
    count += 1
  }
  return count
}

/** The first time after the last run, or after the schedule was set. */
const firstMissed = (check: ScheduledCheck, now: Date): Date | undefined => {
  const since = lastRunAt(check.anchor, check.progress.last?.startedAt, now)
  return nextTime(scheduleOf(check), new Date(since), new Date(check.anchor))
}
