import type { ScheduledCheck } from '../check.ts'
import type { Schedule } from '../schedule.ts'
import { longestGapMs, nextTime } from './next-times.ts'

/** How late a schedule that comes due once may be. */
const GRACE_MS = 60 * 60_000

/** The least that counts as late: a run takes its time, and may start somewhat later than planned. */
const LEAST_MS = 20 * 60_000

/** Whether a check did not run in twice its interval, though it should have. */
export const isOverdue = ({ anchor, progress }: ScheduledCheck, schedule: Schedule, now: Date): boolean => {
  const since = new Date(Math.max(Date.parse(anchor), Date.parse(progress.last?.startedAt ?? anchor)))
  const due = nextTime(schedule, since, new Date(anchor))
  if (due === undefined || due > now) return false
  const gap = longestGapMs(schedule, since, new Date(anchor))
  return gap === undefined
    ? now.getTime() > due.getTime() + GRACE_MS
    : now.getTime() > Math.max(since.getTime() + 2 * gap, due.getTime() + LEAST_MS)
}
