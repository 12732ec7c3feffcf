import { describe, expect, it } from '@jest/globals'
import { isScheduleFault, parseSchedule, printSchedule } from '../../lib/checks/schedule.ts'

const parse = (expression: string, timeZone = 'UTC') => parseSchedule({ expression, timeZone })

describe('a schedule that is understood prints as EventBridge Scheduler takes it', () => {
  it.each([
    ['rate(1 day)', 'rate(1 day)'],
    ['rate(1 minutes)', 'rate(1 minute)'],
    ['rate(60 minutes)', 'rate(1 hour)'],
    ['rate(90 minutes)', 'rate(90 minutes)'],
    [' rate ( 48  hours ) ', 'rate(2 days)'],
    ['cron(0 9 ? * mon-fri *)', 'cron(0 9 ? * MON-FRI *)'],
    ['cron(0/15  8-17 1,15 JAN-MAR ? 2026/2)', 'cron(0/15 8-17 1,15 JAN-MAR ? 2026/2)'],
    ['cron(0 10 ? * 6L 2026-2030)', 'cron(0 10 ? * 6L 2026-2030)'],
    ['cron(0 10 3W * ? *)', 'cron(0 10 3W * ? *)'],
    ['at(2028-02-29T00:00:00)', 'at(2028-02-29T00:00:00)'],
  ])('%s', (expression, printed) => {
    const schedule = parse(expression)

    expect(isScheduleFault(schedule) ? schedule.fault : printSchedule(schedule)).toBe(printed)
  })
})

describe('a schedule that is not understood is explained beside one that is', () => {
  it.each([
    ['', '"" is not a schedule: write rate(…), cron(…) or at(…).'],
    ['every day', '"every day" is not a schedule: write rate(…), cron(…) or at(…).'],
    ['rate(30 seconds)', 'rate(30 seconds) is more often than once a minute, the maximum.'],
    ['rate(0 days)', 'rate(0 days) never comes; the minimum is one minute.'],
    ['rate(1.5 hours)', 'rate(1.5 hours) must be a whole number and minutes, hours or days, with a blank between.'],
    ['rate(5 weeks)', 'rate(5 weeks) must be a whole number and minutes, hours or days, with a blank between.'],
    ['rate(-1 day)', 'rate(-1 day) must be a whole number and minutes, hours or days, with a blank between.'],
    ['rate(99999999999 days)', 'rate(99999999999 days) is longer than ten years.'],
    ['cron(0 9 * * 1-5)', /six fields .*there are five. Unix's five fields lack the year/],
    [
      'cron(0 0 9 ? * MON *)',
      /six fields .*there are seven. Remove the seconds: a check runs at most once a minute\.$/,
    ],
    ['cron()', /six fields .*there are 0\.$/],
    ['cron(0 9 * * * *)', 'day-of-month and day-of-week cannot both name days; write ? for one of them.'],
    ['cron(0 9 ? * ? *)', 'Both day-of-month and day-of-week are ?; write the days in one of them.'],
    ['cron(60 9 ? * MON *)', '"60" in minutes is not understood; it takes 0 to 59, and , - * /.'],
    ['cron(0 24 ? * MON *)', '"24" in hours is not understood; it takes 0 to 23, and , - * /.'],
    ['cron(0 9 32 * ? *)', '"32" in day-of-month is not understood; it takes 1 to 31, and , - * /.'],
    ['cron(0 9 1 13 ? *)', '"13" in month is not understood; it takes 1 to 12 or JAN to DEC, and , - * /.'],
    ['cron(0 9 ? * 0 *)', '"0" in day-of-week is not understood; it takes 1 to 7 or SUN to SAT, and , - * /.'],
    ['cron(0 9 ? * MON 1969)', '"1969" in year is not understood; it takes 1970 to 2199, and , - * /.'],
    ['cron(0 9 ? * FRI-MON *)', '"FRI-MON" in day-of-week ends before it begins; write it as two ranges.'],
    ['cron(0/0 9 ? * MON *)', '"0/0" in minutes: what stands after / is a whole number from 1 on.'],
    ['cron(,1 9 ? * MON *)', '"" in minutes is not understood; it takes 0 to 59, and , - * /.'],
    ['cron(*-5 9 ? * MON *)', '"*-5" in minutes is not understood; it takes 0 to 59, and , - * /.'],
    ['cron(0 9 0W * ? *)', '0W in day-of-month: the day before W is from 1 to 31.'],
    ['cron(0 9 ? * 2#6 *)', /^2#6 in day-of-week: a month has a first to a fifth/],
    ['cron(0 9 ? * 8#1 *)', '"8" in day-of-week is not understood; it takes 1 to 7 or SUN to SAT, and , - * /.'],
    ['at(2026-02-30T00:00:00)', 'at(2026-02-30T00:00:00) is not a date of the calendar.'],
    ['at(2026-02-03T24:00:00)', 'at(2026-02-03T24:00:00) is not a date of the calendar.'],
    [`cron(${'0,'.repeat(130)}0 9 ? * MON *)`, 'A schedule has at most 256 characters, and this one has 279.'],
    ['at(tomorrow)', 'at(tomorrow) must be a date and a time, yyyy-mm-ddThh:mm:ss.'],
    ['at(2026-02-03T00:00:00+01:00)', /The zone is named in timeZone, not here\.$/],
  ])('%s', (expression, fault) => {
    const schedule = parse(expression)

    expect(schedule).toMatchObject({
      part: 'expression',
      fault: typeof fault === 'string' ? fault : expect.stringMatching(fault),
    })
    const { example } = schedule as { example: string }
    expect(isScheduleFault(parse(example))).toBe(false)
  })

  it.each(['Mars/Olympus', '+01:00', '', 'europe/berlin', 'Europe/Berlin; DROP', '../etc/localtime'])(
    'time zone %s',
    timeZone => {
      expect(parse('rate(1 day)', timeZone)).toMatchObject({ part: 'timeZone', example: 'Europe/Berlin' })
    },
  )

  it('without burying the sentence under what was typed', () => {
    const fault = parse(`rate(${'9'.repeat(5000)} ${'x'.repeat(5000)})`)

    expect((fault as { fault: string }).fault.length).toBeLessThan(200)
  })
})
