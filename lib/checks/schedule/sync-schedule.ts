import { isActive, type ScheduledCheck } from '../check.ts'
import type { CheckDeps } from '../check-deps.ts'
import { changeCheck } from '../manage/change-check.ts'
import type { SchedulePlan } from '../ports.ts'
import { isScheduleFault, parseSchedule, printSchedule, type Schedule } from '../schedule.ts'
import { nextTime } from './next-times.ts'

/** A check's schedule, which was understood when the check was made. */
export const scheduleOf = ({ name, schedule }: ScheduledCheck): Schedule => {
  const parsed = parseSchedule(schedule)
  if (isScheduleFault(parsed)) throw new Error(`Check ${name} has a schedule that cannot be read: ${parsed.fault}`)
  return parsed
}

/** When a check runs next; `undefined`: only by hand. */
export const nextRunAt = (check: ScheduledCheck, now: Date): Date | undefined =>
  isActive(check) ? nextTime(scheduleOf(check), now, new Date(check.anchor)) : undefined

/**
 * Update the scheduler for a check.
 *
 * 1. Put the check's schedule if it will run again, otherwise remove it.
 * 2. Record on the check which revision the scheduler has, so that maintenance sees a difference.
 *
 * @returns whether they agree now; if not, that is logged, and maintenance repairs it
 */
export const syncSchedule = async (
  deps: Pick<CheckDeps, 'checks' | 'schedules' | 'clock' | 'log'>,
  check: ScheduledCheck,
): Promise<boolean> => {
  const now = deps.clock()
  try {
    const firstAt = nextRunAt(check, now)
    if (firstAt) await deps.schedules.put(planOf(check, firstAt))
    else await deps.schedules.remove(check.id)
    await changeCheck(deps, check, current =>
      current.revision === check.revision && current.scheduledRevision !== check.revision
        ? { ...current, scheduledRevision: check.revision }
        : undefined,
    )
    return true
  } catch (error) {
    deps.log.error('schedule and check are not in step; they will be', { checkId: check.id, error })
    return false
  }
}

const HOUR_MINUTES = 60
const WINDOW_MINUTES = 15

/** Checks of an hour and more may start a little later than planned, so that ten thousand do not start at once. */
const planOf = (check: ScheduledCheck, firstAt: Date): SchedulePlan => {
  const schedule = scheduleOf(check)
  const then = nextTime(schedule, firstAt, new Date(check.anchor))
  const gapMinutes = then ? (then.getTime() - firstAt.getTime()) / 60_000 : 0
  return {
    check,
    expression: printSchedule(schedule),
    timeZone: check.schedule.timeZone,
    firstAt,
    anchor: new Date(check.anchor),
    windowMinutes: gapMinutes >= HOUR_MINUTES ? WINDOW_MINUTES : 0,
  }
}
