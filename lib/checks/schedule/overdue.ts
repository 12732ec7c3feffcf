import type { ScheduledCheck } from '../check.ts'
import type { Schedule } from '../schedule.ts'
import { longestGapMs, nextTime } from './next-times.ts'

/** How late a schedule that comes due once may be. */
const GRACE_MS = 60 * 60_000

/** The least that counts as late: a run takes its time, and may start somewhat later than planned. */
const LEAST_MS = 20 * 60_000

/** A time that is still to come was written before the clock was set back, and proves no run. */
export const lastRunAt = (anchor: string, startedAt: string | undefined, now: Date): number => {
  const times = [anchor, startedAt ?? anchor].map(time => Date.parse(time)).filter(time => time <= now.getTime())
  return Math.max(...(times.length > 0 ? times : [Date.parse(anchor)]))
}

/** Whether a check did not run in twice its interval, though it should have. */
export const isOverdue = ({ anchor, progress }: ScheduledCheck, schedule: Schedule, now: Date): boolean => {
  const since = new Date(lastRunAt(anchor, progress.last?.startedAt, now))
  const due = nextTime(schedule, since, new Date(anchor))
  if (due === undefined || due > now) return false
  const gap = longestGapMs(schedule, since, new Date(anchor))
  return gap === undefined
    ? now.getTime() > due.getTime() + GRACE_MS
    : now.getTime() > Math.max(since.getTime() + 2 * gap, due.getTime() + LEAST_MS)
}
