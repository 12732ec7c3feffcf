import { type CronFault, type FieldName, monthLength, parseValues, weekday } from './cron-values.ts'

/** Which days of a month a cron expression means. */
export type CronDays = (year: number, month: number) => ReadonlySet<number>

/** The six fields of a cron expression, read. */
export interface CronFields {
  /** The normalised text: one blank between fields, names in capitals. */
  readonly text: string
  readonly minutes: readonly number[]
  readonly hours: readonly number[]
  readonly months: ReadonlySet<number>
  readonly years: ReadonlySet<number>
  readonly days: CronDays
}

const NAMES: readonly FieldName[] = ['minutes', 'hours', 'day-of-month', 'month', 'day-of-week', 'year']

/** Reads what stands in `cron(…)`: `minutes hours day-of-month month day-of-week year`. */
export const parseCronFields = (inner: string): CronFields | CronFault => {
  const fields = inner.toUpperCase().split(/\s+/).filter(Boolean)
  if (fields.length !== NAMES.length) return { fault: countFault(fields.length) }
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields

  const values = (name: FieldName, text: string) => parseValues(name, text)
  const sets = {
    minutes: values('minutes', minutes),
    hours: values('hours', hours),
    months: values('month', month),
    years: values('year', year),
  }
  for (const set of Object.values(sets)) if ('fault' in set) return set
  const days = parseDays(dayOfMonth, dayOfWeek)
  if (typeof days === 'object') return days
  const sorted = (set: ReadonlySet<number> | CronFault) => ('fault' in set ? [] : [...set].sort((a, b) => a - b))
  return {
    text: fields.join(' '),
    minutes: sorted(sets.minutes),
    hours: sorted(sets.hours),
    months: new Set(sorted(sets.months)),
    years: new Set(sorted(sets.years)),
    days,
  }
}

const countFault = (count: number) => {
  const six = `cron takes six fields (${NAMES.join(' ')})`
  if (count === 5)
    return `${six}; there are five. Unix's five fields lack the year, and one of the day fields must be ?.`
  if (count === 7) return `${six}; there are seven. Remove the seconds: a check runs at most once a minute.`
  return `${six}; there ${count === 1 ? 'is one' : `are ${count}`}.`
}

const parseDays = (dayOfMonth: string, dayOfWeek: string): CronDays | CronFault => {
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    return {
      fault:
        dayOfMonth === '?'
          ? 'Both day-of-month and day-of-week are ?; write the days in one of them.'
          : 'day-of-month and day-of-week cannot both name days; write ? for one of them.',
    }
  }
  return dayOfWeek === '?' ? parseDaysOfMonth(dayOfMonth) : parseDaysOfWeek(dayOfWeek)
}

/** `L`: the last day; `15W`: the weekday nearest to the 15th, within the month. */
const parseDaysOfMonth = (text: string): CronDays | CronFault => {
  if (text === 'L') return (year, month) => new Set([monthLength(year, month)])
  const [, digits] = /^(\d+)W$/.exec(text) ?? []
  if (digits !== undefined) {
    const day = Number(digits)
    if (day < 1 || day > 31) return { fault: `${text} in day-of-month: the day before W is from 1 to 31.` }
    return (year, month) => {
      const nearest = day > monthLength(year, month) ? undefined : nearestWeekday(year, month, day)
      return new Set(nearest === undefined ? [] : [nearest])
    }
  }
  const days = parseValues('day-of-month', text)
  return 'fault' in days ? days : () => days
}

const SATURDAY = 7
const SUNDAY = 1

const nearestWeekday = (year: number, month: number, day: number): number => {
  const on = weekday(year, month, day)
  if (on === SATURDAY) return day === 1 ? 3 : day - 1
  if (on === SUNDAY) return day === monthLength(year, month) ? day - 2 : day + 1
  return day
}

/** `6#3`: the third Friday; `6L`: the last one; `L` alone: the week's last day, Saturday. */
const parseDaysOfWeek = (text: string): CronDays | CronFault => {
  const [, nthDay, nth] = /^([A-Z]{3}|\d+)#(\d+)$/.exec(text) ?? []
  if (nthDay !== undefined) {
    const day = oneWeekday(nthDay)
    if (typeof day === 'object') return day
    if (Number(nth) < 1 || Number(nth) > 5) {
      return { fault: `${text} in day-of-week: a month has a first to a fifth, so the number after # is from 1 to 5.` }
    }
    return (year, month) => {
      const date = 1 + ((day - weekday(year, month, 1) + 7) % 7) + 7 * (Number(nth) - 1)
      return new Set(date > monthLength(year, month) ? [] : [date])
    }
  }
  const [, lastDay] = /^([A-Z]{3}|\d+)L$/.exec(text) ?? []
  if (lastDay !== undefined) {
    const day = oneWeekday(lastDay)
    if (typeof day === 'object') return day
    return (year, month) => {
      const length = monthLength(year, month)
      return new Set([length - ((weekday(year, month, length) - day + 7) % 7)])
    }
  }
  const days = text === 'L' ? new Set([SATURDAY]) : parseValues('day-of-week', text)
  if ('fault' in days) return days
  return (year, month) => {
    const dates = Array.from({ length: monthLength(year, month) }, (_, index) => index + 1)
    return new Set(dates.filter(date => days.has(weekday(year, month, date))))
  }
}

const oneWeekday = (text: string): number | CronFault => {
  const days = parseValues('day-of-week', text)
  if ('fault' in days) return days
  const [day = SUNDAY] = days
  return day
}
