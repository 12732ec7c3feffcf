/** The local date and time in a time zone. */
export interface WallTime {
  readonly year: number
  /** 1 is January. */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

/** Formats are costly to make (0.1 ms) and a deployment uses few zones; a zone's name is checked before it comes here. */
const formats = new Map<string, Intl.DateTimeFormat>()

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(timeZone, format)
  return format
}

/** Names as they are spelled: EventBridge Scheduler takes no offset such as `+01:00` and no `europe/berlin`, although `Intl` does. */
const ZONE_NAME = /^[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*$/

export const isTimeZone = (name: string): boolean => {
  if (!ZONE_NAME.test(name)) return false
  try {
    const known = formatOf(name).resolvedOptions().timeZone
    return known === name || known.toLowerCase() !== name.toLowerCase()
  } catch {
    return false
  }
}

/** The local time of a zone at a moment. */
export const wallTimeAt = (moment: number, timeZone: string): WallTime => {
  const part = new Map(
    formatOf(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const of = (type: Intl.DateTimeFormatPartTypes) => part.get(type) ?? 0
  return {
    year: of('year'),
    month: of('month'),
    day: of('day'),
    hour: of('hour'),
    minute: of('minute'),
    second: of('second'),
  }
}

const asUtc = ({ year, month, day, hour, minute, second }: WallTime) =>
  Date.UTC(year, month - 1, day, hour, minute, second)

/** How far a zone's clocks are ahead of UTC at a moment. */
const offsetAt = (moment: number, timeZone: string) => {
  const whole = Math.floor(moment / 1000) * 1000
  return asUtc(wallTimeAt(whole, timeZone)) - whole
}

const DAY_MS = 24 * 60 * 60_000

/**
 * The moment of a local time in a zone. If clocks are put back, the first of the two moments; `undefined` if they are put forward
 * over it. So a run in the gap is left out, and no run is repeated, as with EventBridge Scheduler (User Guide, "Daylight savings
 * time").
 */
export const momentOf = (time: WallTime, timeZone: string): number | undefined =>
  clockOfDay(time, timeZone).momentOf(time.hour, time.minute, time.second)

/** One day of a zone's clocks. */
export interface ClockOfDay {
  /** Whether no clock is changed around this day, so that moments follow each other as the times on the wall do. */
  readonly isSteady: boolean
  /** As the function of that name. */
  momentOf(hour: number, minute: number, second?: number): number | undefined
}

/** Asks for the zone's offsets once for all times of a day, since that is what costs. */
export const clockOfDay = (
  { year, month, day }: Pick<WallTime, 'year' | 'month' | 'day'>,
  timeZone: string,
): ClockOfDay => {
  const midnight = Date.UTC(year, month - 1, day)
  const key = `${timeZone} ${midnight}`
  const known = clocks.get(key)
  if (known) return known
  const clock = makeClock(midnight, timeZone)
  if (clocks.size >= MOST_CLOCKS) clocks.clear()
  clocks.set(key, clock)
  return clock
}

/** Checks that come due together ask about the same few days. */
const clocks = new Map<string, ClockOfDay>()
const MOST_CLOCKS = 2000

const makeClock = (midnight: number, timeZone: string): ClockOfDay => {
  const start = midnight - DAY_MS
  const end = midnight + 2 * DAY_MS
  // No zone changes its clocks twice within three days, so one of these offsets holds at the moment in question.
  const before = offsetAt(start, timeZone)
  const after = offsetAt(end, timeZone)
  const asIfUtc = (hour: number, minute: number, second: number) =>
    midnight + ((hour * 60 + minute) * 60 + second) * 1000
  if (before === after) {
    return { isSteady: true, momentOf: (hour, minute, second = 0) => asIfUtc(hour, minute, second) - before }
  }
  const change = changeBetween(start, end, moment => offsetAt(moment, timeZone) === before)
  return {
    isSteady: false,
    momentOf: (hour, minute, second = 0) => {
      const shown = asIfUtc(hour, minute, second)
      if (shown - before < change) return shown - before
      return shown - after >= change ? shown - after : undefined
    },
  }
}

/** The first whole second from which a condition no longer holds. */
const changeBetween = (start: number, end: number, holds: (moment: number) => boolean): number => {
  let last = start
  let first = end
  while (first - last > 1000) {
    const middle = Math.floor((first + last) / 2000) * 1000
    if (holds(middle)) last = middle
    else first = middle
  }
  return first
}
