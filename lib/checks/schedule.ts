import { type CronFields, parseCronFields } from './cron-fields.ts'
import { isTimeZone, type WallTime } from './wall-time.ts'

/** When a check runs, in the words of EventBridge Scheduler (its User Guide, "Schedule types"). */
export type Schedule =
  | { readonly type: 'rate'; readonly everyMinutes: number }
  | { readonly type: 'cron'; readonly fields: CronFields; readonly timeZone: string }
  | { readonly type: 'at'; readonly time: WallTime; readonly timeZone: string }

/** A schedule as its author wrote it. */
export interface ScheduleText {
  readonly expression: string
  /** An IANA name. A rate counts minutes in every zone. */
  readonly timeZone: string
}

/** Why a schedule is invalid, and a valid example. */
export interface ScheduleFault {
  /** The invalid part of the schedule. */
  readonly part: 'expression' | 'timeZone'
  readonly fault: string
  readonly example: string
}

export const isScheduleFault = (schedule: Schedule | ScheduleFault): schedule is ScheduleFault => 'fault' in schedule

/**
 * Reads `rate(…)`, `cron(…)` or `at(…)`. Whether it ever comes due is not checked here (see `nextTime`).
 *
 * @example
 * parseSchedule({ expression: 'cron(0 9 ? * MON-FRI *)', timeZone: 'Europe/Berlin' })
 */
export const parseSchedule = ({ expression, timeZone }: ScheduleText): Schedule | ScheduleFault => {
  if (!isTimeZone(timeZone)) {
    return {
      part: 'timeZone',
      fault: `Unknown time zone ${quoted(timeZone)}; use a name of the IANA database.`,
      example: 'Europe/Berlin',
    }
  }
  if (expression.length > LONGEST_EXPRESSION) {
    return wrong(
      `A schedule has at most ${LONGEST_EXPRESSION} characters, and this one has ${expression.length}.`,
      EXAMPLES.rate,
    )
  }
  const [, type, inner = ''] = /^\s*(rate|cron|at)\s*\((.*)\)\s*$/s.exec(expression) ?? []
  switch (type) {
    case 'rate':
      return parseRate(inner.trim())
    case 'cron':
      return parseCron(inner.trim(), timeZone)
    case 'at':
      return parseAt(inner.trim(), timeZone)
    default:
      return wrong(`${quoted(expression)} is not a schedule: write rate(…), cron(…) or at(…).`, EXAMPLES.rate)
  }
}

const EXAMPLES = {
  rate: 'rate(1 day)',
  cron: 'cron(0 9 ? * MON-FRI *)',
  at: 'at(2026-12-24T18:00:00)',
}

/** EventBridge Scheduler takes no more (API Reference, CreateSchedule). */
const LONGEST_EXPRESSION = 256

const LONGEST_QUOTE = 60

/** What was typed, short enough for a sentence. */
const quoted = (text: string) =>
  JSON.stringify(text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE - 1)}…` : text)

const wrong = (fault: string, example: string): ScheduleFault => ({ part: 'expression', fault, example })

const UNIT_MINUTES: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 24 * 60 }

/** Ten years: no job and no manifest lives longer, and every sum stays a whole number. */
const MOST_MINUTES = 10 * 366 * 24 * 60

const parseRate = (inner: string): Schedule | ScheduleFault => {
  const [, digits = '', unit = ''] = /^(\d+)\s+([a-z]+)$/i.exec(inner) ?? []
  const singular = unit.toLowerCase().replace(/s$/, '')
  if (singular === 'second') {
    return wrong(`rate(${inner}) is more often than once a minute, the maximum.`, 'rate(1 minute)')
  }
  const unitMinutes = UNIT_MINUTES[singular]
  if (unitMinutes === undefined) {
    return wrong(
      `rate(${short(inner)}) must be a whole number and minutes, hours or days, with a blank between.`,
      EXAMPLES.rate,
    )
  }
  const everyMinutes = Number(digits) * unitMinutes
  if (everyMinutes === 0)
    return wrong(`rate(${short(inner)}) never comes; the minimum is one minute.`, 'rate(1 minute)')
  if (everyMinutes > MOST_MINUTES) return wrong(`rate(${short(inner)}) is longer than ten years.`, EXAMPLES.rate)
  return { type: 'rate', everyMinutes }
}

const short = (inner: string) => (inner.length > LONGEST_QUOTE ? `${inner.slice(0, LONGEST_QUOTE - 1)}…` : inner)

const parseCron = (inner: string, timeZone: string): Schedule | ScheduleFault => {
  const fields = parseCronFields(inner)
  if ('fault' in fields) return wrong(fields.fault, fields.example ?? EXAMPLES.cron)
  return { type: 'cron', fields, timeZone }
}

const parseAt = (inner: string, timeZone: string): Schedule | ScheduleFault => {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(inner)?.map(Number) ?? []
  if (year === undefined) {
    const zoned = /(?:Z|[+-]\d\d:?\d\d)$/i.test(inner) ? ' The zone is named in timeZone, not here.' : ''
    return wrong(`at(${short(inner)}) must be a date and a time, yyyy-mm-ddThh:mm:ss.${zoned}`, EXAMPLES.at)
  }
  const time = { year, month: month ?? 0, day: day ?? 0, hour: hour ?? 0, minute: minute ?? 0, second: second ?? 0 }
  const there = new Date(Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second))
  // `Date.UTC` carries over what is too large: 30 February would be 2 March.
  if (there.toISOString().slice(0, 19) !== inner) {
    return wrong(`at(${inner}) is not a date of the calendar.`, EXAMPLES.at)
  }
  return { type: 'at', time, timeZone }
}

/** The expression as EventBridge Scheduler accepts it, with its author's blanks and letter case normalised. */
export const printSchedule = (schedule: Schedule): string => {
  switch (schedule.type) {
    case 'rate': {
      const { everyMinutes } = schedule
      const [unit = 'minute', minutes = 1] =
        Object.entries(UNIT_MINUTES).findLast(([, length]) => everyMinutes % length === 0) ?? []
      const count = everyMinutes / minutes
      return `rate(${count} ${unit}${count === 1 ? '' : 's'})`
    }
    case 'cron':
      return `cron(${schedule.fields.text})`
    case 'at': {
      const { year, month, day, hour, minute, second } = schedule.time
      return `at(${new Date(Date.UTC(year, month - 1, day, hour, minute, second)).toISOString().slice(0, 19)})`
    }
  }
}
