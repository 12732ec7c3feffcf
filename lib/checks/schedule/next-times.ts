import type { CronFields } from '../cron-fields.ts'
import { monthLength } from '../cron-values.ts'
import type { Schedule } from '../schedule.ts'
import { clockOfDay, momentOf, wallTimeAt } from '../wall-time.ts'

const MINUTE_MS = 60_000

/**
 * The first time after a moment at which a schedule is due; `undefined`: never again.
 *
 * @param anchor the start of a rate, whose first time is one interval later
 */
export const nextTime = (schedule: Schedule, after: Date, anchor: Date): Date | undefined => {
  switch (schedule.type) {
    case 'rate': {
      const every = schedule.everyMinutes * MINUTE_MS
      const passed = Math.floor((after.getTime() - anchor.getTime()) / every)
      // More than an interval before its anchor means that the clock was set back: waiting for it would be silence.
      return new Date(anchor.getTime() + (passed < -1 ? passed + 1 : Math.max(1, passed + 1)) * every)
    }
    case 'at': {
      const moment = momentOf(schedule.time, schedule.timeZone)
      return moment !== undefined && moment > after.getTime() ? new Date(moment) : undefined
    }
    case 'cron':
      return nextCronTime(schedule.fields, schedule.timeZone, after)
  }
}

/** The next times, at most as many as asked for. */
export const nextTimes = (schedule: Schedule, after: Date, anchor: Date, count: number): Date[] => {
  const times: Date[] = []
  for (let from = after; times.length < count; ) {
    const next = nextTime(schedule, from, anchor)
    if (next === undefined) break
    times.push(next)
    from = next
  }
  return times
}

/** After this year no cron expression means anything (EventBridge Scheduler User Guide). */
const LAST_YEAR = 2199

const nextCronTime = (fields: CronFields, timeZone: string, after: Date): Date | undefined => {
  const start = wallTimeAt(after.getTime(), timeZone)
  // From the day before: where clocks are put back over midnight, yesterday comes again.
  for (
    let { year, month, day } = dayBefore(start);
    year <= LAST_YEAR;
    [year, month] = monthAfter(year, month), day = 1
  ) {
    if (!fields.years.has(year) || !fields.months.has(month)) continue
    const days = fields.days(year, month)
    for (; day <= monthLength(year, month); day++) {
      const moment = days.has(day) ? firstOfDay(fields, { year, month, day }, timeZone, after.getTime()) : undefined
      if (moment !== undefined) return new Date(moment)
    }
  }
  return undefined
}

interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

const dayBefore = ({ year, month, day }: Day): Day => {
  const date = new Date(Date.UTC(year, month - 1, day - 1))
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

const monthAfter = (year: number, month: number) =>
  month === 12 ? ([year + 1, 1] as const) : ([year, month + 1] as const)

/** Of all times of a day the first that is later than a moment: where clocks are put back, not the first on the wall. */
const firstOfDay = (fields: CronFields, day: Day, timeZone: string, after: number): number | undefined => {
  const { isSteady, momentOf } = clockOfDay(day, timeZone)
  let first: number | undefined
  for (const hour of fields.hours) {
    for (const minute of fields.minutes) {
      const moment = momentOf(hour, minute)
      if (moment === undefined || moment <= after) continue
      if (isSteady) return moment
      if (first === undefined || moment < first) first = moment
    }
  }
  return first
}

/** The interval of a schedule: the longest gap among its next times, so that the weekend counts for a working-day schedule. */
export const longestGapMs = (schedule: Schedule, after: Date, anchor: Date): number | undefined => {
  const times = nextTimes(schedule, after, anchor, schedule.type === 'rate' ? 2 : GAPS_LOOKED_AT)
  const gaps = times.slice(1).map((time, index) => time.getTime() - (times[index]?.getTime() ?? 0))
  return gaps.length === 0 ? undefined : Math.max(...gaps)
}

const GAPS_LOOKED_AT = 9
