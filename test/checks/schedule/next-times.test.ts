import { describe, expect, it } from '@jest/globals'
import { CronExpressionParser } from 'cron-parser'
import { Cron } from 'croner'
import * as fc from 'fast-check'
import { longestGapMs, nextTime, nextTimes } from '../../../lib/checks/schedule/next-times.ts'
import { isScheduleFault, parseSchedule } from '../../../lib/checks/schedule.ts'

const schedule = (expression: string, timeZone = 'UTC') => {
  const parsed = parseSchedule({ expression, timeZone })
  if (isScheduleFault(parsed)) throw new Error(parsed.fault)
  return parsed
}
const times = (expression: string, after: string, count: number, timeZone?: string) =>
  nextTimes(schedule(expression, timeZone), new Date(after), new Date(after), count).map(time => time.toISOString())

/** The same expression for the libraries, which count the days of the week from Sunday = 0, and know seconds but no open steps. */
const forLibraries = (expression: string) => {
  const closed = (field: string | undefined, most: number) =>
    field?.replace('?', '*').replace(/^(\d+)\//, `$1-${most}/`) ?? '*'
  const [minutes, hours, dayOfMonth, month, dayOfWeek = '', year] = expression.slice(5, -1).split(' ')
  const day = dayOfWeek.replace(/(?<!#)\d+/g, digits => String(Number(digits) - 1)).replace('?', '*')
  return {
    fields: [closed(minutes, 59), closed(hours, 23), closed(dayOfMonth, 31), closed(month, 12), day].join(' '),
    year: closed(year, 2199),
  }
}

/** Independent of our code: `cron-parser`. It knows no years and no `W`. */
const byCronParser = (expression: string, after: string, count: number, tz: string) => {
  const { fields } = forLibraries(expression)
  const dates = CronExpressionParser.parse(`0 ${fields}`, { currentDate: new Date(after), tz })
  return dates.take(count).map(date => date.toDate().toISOString())
}

/** Independent of our code, and of the other: `croner`. */
const byCroner = (expression: string, after: string, count: number, timezone: string) => {
  const { fields, year } = forLibraries(expression)
  return new Cron(`0 ${fields} ${year}`, { timezone }).nextRuns(count, new Date(after)).map(date => date.toISOString())
}

const EXPRESSIONS = [
  'cron(* * * * ? *)',
  'cron(0/15 * * * ? *)',
  'cron(7,37 8-17 * * ? *)',
  'cron(0 9 ? * MON-FRI *)',
  'cron(30 22 ? * 1 *)',
  'cron(0 0 1 * ? *)',
  'cron(0 0 31 * ? *)',
  'cron(0 6 L * ? *)',
  'cron(0 6 29 2 ? *)',
  'cron(15 10 ? * 6L *)',
  'cron(15 10 ? * 2#1 *)',
  'cron(15 10 ? * 1#5 *)',
  'cron(0 12 1/5 * ? *)',
  'cron(59 23 31 DEC ? *)',
  'cron(0 0 ? JAN,JUN SUN,SAT *)',
]
const ZONES = ['UTC', 'Asia/Tokyo', 'Asia/Kolkata', 'Africa/Johannesburg', 'America/Phoenix']
const STARTS = ['2026-11-21T10:00:00.000Z', '2028-02-28T23:59:30.000Z', '2026-12-31T23:59:59.999Z']

describe.each(ZONES)('the next ten times in %s, where no clock is changed', zone => {
  it.each(EXPRESSIONS)('%s are those that cron-parser finds, and croner', expression => {
    for (const start of STARTS) {
      const ours = times(expression, start, 10, zone)

      expect(ours).toHaveLength(10)
      expect(ours).toEqual(byCronParser(expression, start, 10, zone))
      expect(ours).toEqual(byCroner(expression, start, 10, zone))
    }
  })

  it.each(['cron(0 9 15W * ? *)', 'cron(0 9 1W * ? *)', 'cron(0 9 31W * ? *)', 'cron(0 9 1 1 ? 2027/3)'])(
    '%s, which only croner knows, are those that it finds',
    expression => {
      for (const start of STARTS) {
        expect(times(expression, start, 10, zone)).toEqual(byCroner(expression, start, 10, zone))
      }
    },
  )

  it('of any expression are those that cron-parser finds', () => {
    const list = (least: number, most: number) =>
      fc.uniqueArray(fc.integer({ min: least, max: most }), { minLength: 1, maxLength: 3 }).map(values => values.join())
    const days = fc.oneof(
      list(1, 28).map(day => [day, '?'] as const),
      list(1, 7).map(day => ['?', day] as const),
    )
    const expressions = fc
      .tuple(list(0, 59), list(0, 23), days, list(1, 12))
      .map(([minutes, hours, [day, weekday], month]) => `cron(${minutes} ${hours} ${day} ${month} ${weekday} *)`)

    fc.assert(
      fc.property(expressions, fc.constantFrom(...STARTS), (expression, start) => {
        expect(times(expression, start, 5, zone)).toEqual(byCronParser(expression, start, 5, zone))
      }),
      { numRuns: 40, seed: 20261121 },
    )
  })
})

describe('where clocks are put forward', () => {
  it('a time that does not exist is skipped, as EventBridge Scheduler does it', () => {
    expect(times('cron(30 2 * * ? *)', '2026-03-28T00:00:00Z', 3, 'Europe/Berlin')).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
      '2026-03-31T00:30:00.000Z',
    ])
  })

  it('the quarters of an hour go on without a gap', () => {
    expect(times('cron(0/15 * * * ? *)', '2026-03-08T06:30:00Z', 4, 'America/New_York')).toEqual([
      '2026-03-08T06:45:00.000Z',
      '2026-03-08T07:00:00.000Z',
      '2026-03-08T07:15:00.000Z',
      '2026-03-08T07:30:00.000Z',
    ])
  })

  it('half an hour (Lord Howe) counts as well', () => {
    expect(times('cron(15 2 * * ? *)', '2026-10-02T12:00:00Z', 2, 'Australia/Lord_Howe')).toEqual([
      '2026-10-02T15:45:00.000Z',
      '2026-10-04T15:15:00.000Z',
    ])
  })
})

describe('where clocks are put back', () => {
  it('a time that comes twice is due the first time only', () => {
    expect(times('cron(30 2 * * ? *)', '2026-10-24T12:00:00Z', 2, 'Europe/Berlin')).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ])
  })

  it('is not due again in between', () => {
    expect(times('cron(30 2 * * ? *)', '2026-10-25T00:30:00Z', 1, 'Europe/Berlin')).toEqual([
      '2026-10-26T01:30:00.000Z',
    ])
  })

  it('over midnight (Havana), yesterday does not come again', () => {
    expect(times('cron(30 0 * * ? *)', '2026-11-01T03:00:00Z', 2, 'America/Havana')).toEqual([
      '2026-11-01T04:30:00.000Z',
      '2026-11-02T05:30:00.000Z',
    ])
  })
})

describe('a year in seconds', () => {
  /** Goes from time to time as a clock would, and counts. */
  const year = (expression: string, zone: string) => {
    const parsed = schedule(expression, zone)
    const start = new Date('2028-01-01T00:00:00Z')
    let count = 0
    for (let now = new Date(start.getTime() - 1); ; count++) {
      const next = nextTime(parsed, now, start)
      if (next === undefined || next >= new Date('2029-01-01T00:00:00Z')) return count
      now = next
    }
  }

  it.each([
    ['rate(1 day)', 'UTC', 365],
    ['rate(1 hour)', 'Europe/Berlin', 366 * 24 - 1],
    ['cron(0 * * * ? *)', 'UTC', 366 * 24],
    // One hour does not exist, one comes twice and counts once.
    ['cron(0 * * * ? *)', 'Europe/Berlin', 366 * 24 - 1],
    ['cron(30 2 * * ? *)', 'Europe/Berlin', 365],
    ['cron(30 2 * * ? *)', 'Asia/Tokyo', 366],
    ['cron(0 9 ? * MON-FRI *)', 'America/New_York', 260],
    ['cron(0 9 L * ? *)', 'Pacific/Auckland', 12],
    ['cron(0 9 31 * ? *)', 'UTC', 7],
    ['cron(0 9 29 2 ? *)', 'UTC', 1],
    ['cron(0 9 30 2 ? *)', 'UTC', 0],
    ['cron(0 9 1 1 ? 2027)', 'UTC', 0],
    ['at(2028-02-29T12:00:00)', 'Asia/Tokyo', 1],
    ['at(2027-02-28T12:00:00)', 'Asia/Tokyo', 0],
  ])('%s in %s comes due %i times in 2028', (expression, zone, count) => {
    expect(year(expression, zone)).toBe(count)
  })
})

describe('a rate', () => {
  it('counts from its anchor, however late one asks', () => {
    const anchor = new Date('2026-11-21T10:07:00Z')
    const every = schedule('rate(90 minutes)')

    expect(nextTime(every, new Date('2026-11-21T10:00:00Z'), anchor)?.toISOString()).toBe('2026-11-21T11:37:00.000Z')
    expect(nextTime(every, anchor, anchor)?.toISOString()).toBe('2026-11-21T11:37:00.000Z')
    expect(nextTime(every, new Date('2026-11-21T11:37:00Z'), anchor)?.toISOString()).toBe('2026-11-21T13:07:00.000Z')
  })

  it('goes on where the clock is set back behind its anchor', () => {
    const anchor = new Date('2026-11-21T10:07:00Z')
    const next = nextTime(schedule('rate(90 minutes)'), new Date('2026-11-20T00:00:00Z'), anchor)

    expect(next?.toISOString()).toBe('2026-11-20T01:07:00.000Z')
  })

  it('of days counts 24 hours, also where clocks are changed', () => {
    expect(times('rate(1 day)', '2026-03-28T09:00:00Z', 2, 'Europe/Berlin')).toEqual([
      '2026-03-29T09:00:00.000Z',
      '2026-03-30T09:00:00.000Z',
    ])
  })
})

describe('at', () => {
  it('means the first of two moments, and never a time that does not exist', () => {
    expect(times('at(2026-10-25T02:30:00)', '2026-01-01T00:00:00Z', 2, 'Europe/Berlin')).toEqual([
      '2026-10-25T00:30:00.000Z',
    ])
    expect(times('at(2026-03-29T02:30:00)', '2026-01-01T00:00:00Z', 2, 'Europe/Berlin')).toEqual([])
  })
})

describe('the longest gap', () => {
  const HOUR = 60 * 60_000
  it.each([
    ['rate(2 hours)', 2 * HOUR],
    ['cron(0 9 ? * MON-FRI *)', 72 * HOUR],
    ['cron(0 8,20 * * ? *)', 12 * HOUR],
    ['at(2027-01-01T00:00:00)', undefined],
  ])('of %s', (expression, gap) => {
    const now = new Date('2026-11-21T10:00:00Z')

    expect(longestGapMs(schedule(expression), now, now)).toBe(gap)
  })
})
