import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { createAlarmSchedules } from '../../../lib/adapters/events/alarm-schedules.ts'
import { createCronerAlarms } from '../../../lib/adapters/events/croner-alarms.ts'
import type { SchedulePlan } from '../../../lib/checks/ports.ts'
import type { CheckTask } from '../../../lib/checks/task.ts'
import { createManualTime } from '../../support/manual-alarms.ts'

const START = Date.parse('2026-11-21T10:00:00.000Z')
const anchor = new Date(START)

const plan = (overrides: Partial<SchedulePlan> = {}): SchedulePlan => ({
  check: { team: 'lab', name: 'guide', id: 'check-1' },
  expression: 'rate(1 minute)',
  timeZone: 'UTC',
  firstAt: new Date(START + 60_000),
  anchor,
  windowMinutes: 0,
  ...overrides,
})

let time: ReturnType<typeof createManualTime>
let started: string[]
const open = () => {
  let ids = 0
  const start = (task: CheckTask) => {
    if (task.do === 'run') started.push(`${task.name} ${task.runId} ${task.scheduledFor}`)
  }
  const newId = () => {
    ids += 1
    return `run-${ids}`
  }
  return createAlarmSchedules({ ...time, newId, start })
}
beforeEach(() => {
  time = createManualTime(START)
  started = []
})

describe('a schedule in this process', () => {
  it('starts a run each time that it is due, each run with an id of its own', async () => {
    await open().put(plan())

    time.pass(59)
    expect(started).toEqual([])
    time.pass(121)
    expect(started).toEqual([
      'guide run-1 2026-11-21T10:01:00.000Z',
      'guide run-2 2026-11-21T10:02:00.000Z',
      'guide run-3 2026-11-21T10:03:00.000Z',
    ])
  })

  it('starts one run, not all that were missed, when the machine was asleep', async () => {
    await open().put(plan())

    time.sleep(3600)
    time.pass(60)

    expect(started).toEqual(['guide run-1 2026-11-21T10:01:00.000Z', 'guide run-2 2026-11-21T11:01:00.000Z'])
  })

  it('takes the place of the one before, and goes when it is removed', async () => {
    const schedules = open()
    await schedules.put(plan())
    await schedules.put(plan({ expression: 'rate(1 hour)', firstAt: new Date(START + 3_600_000) }))
    expect([...(await schedules.list()).working]).toEqual(['check-1'])

    time.pass(3600)
    await schedules.remove('check-1')
    await schedules.remove('check-1')
    time.pass(7200)

    expect(started).toEqual(['guide run-1 2026-11-21T11:00:00.000Z'])
    expect((await schedules.list()).working.size).toBe(0)
    expect(time.pending()).toEqual([])
  })

  it('that comes due once is gone afterwards', async () => {
    const schedules = open()
    await schedules.put(plan({ expression: 'at(2026-11-21T10:01:00)' }))

    time.pass(3600)

    expect(started).toHaveLength(1)
    expect((await schedules.list()).working.size).toBe(0)
  })
})

describe('croner', () => {
  beforeEach(() => void jest.useFakeTimers({ now: START }))
  afterEach(() => void jest.useRealTimers())
  const log = { info: () => undefined, error: () => undefined }

  it('wakes at the time, and at once where that is over', async () => {
    const woken: string[] = []
    const alarms = createCronerAlarms(log, () => new Date())

    alarms.at(new Date(START + 90_000), () => void woken.push('later'))
    alarms.at(new Date(START - 1), () => void woken.push('past'))
    await jest.advanceTimersByTimeAsync(1)
    expect(woken).toEqual(['past'])
    await jest.advanceTimersByTimeAsync(89_000)
    expect(woken).toEqual(['past'])
    await jest.advanceTimersByTimeAsync(1000)
    expect(woken).toEqual(['past', 'later'])
  })

  it('wakes after more days than a timer can count', async () => {
    const woken: string[] = []
    const DAYS = 40 * 24 * 60 * 60_000
    createCronerAlarms(log, () => new Date()).at(new Date(START + DAYS), () => void woken.push('later'))

    await jest.advanceTimersByTimeAsync(DAYS - 1000)
    expect(woken).toEqual([])
    await jest.advanceTimersByTimeAsync(2000)
    expect(woken).toEqual(['later'])
  })

  it('wakes in time although the clock is set back meanwhile', async () => {
    const woken: string[] = []
    createCronerAlarms(log, () => new Date()).at(new Date(START + 3_600_000), () => void woken.push('later'))

    jest.setSystemTime(START - 24 * 3_600_000)
    await jest.advanceTimersByTimeAsync(3_600_000)
    expect(woken).toEqual(['later'])

    await jest.advanceTimersByTimeAsync(48 * 3_600_000)
    expect(woken).toEqual(['later'])
  })

  it('lets a schedule go on hour by hour where the clock is set back by a day', async () => {
    const times: string[] = []
    const clock = () => new Date()
    const schedules = createAlarmSchedules({
      alarms: createCronerAlarms(log, clock),
      clock,
      newId: () => 'run',
      start: task => void (task.do === 'run' && times.push(clock().toISOString())),
    })
    await schedules.put(plan({ expression: 'rate(1 hour)', firstAt: new Date(START + 3_600_000) }))

    await jest.advanceTimersByTimeAsync(1_800_000)
    jest.setSystemTime(START - 23.5 * 3_600_000)
    for (let minute = 0; minute < 240; minute++) await jest.advanceTimersByTimeAsync(60_000)

    expect(times).toHaveLength(4)
  })

  it('does not wake who called it off', async () => {
    const woken: string[] = []
    const alarms = createCronerAlarms(log, () => new Date())
    alarms.at(new Date(START + 1000), () => void woken.push('a'))()
    alarms.at(new Date(START - 1000), () => void woken.push('b'))()

    await jest.advanceTimersByTimeAsync(5000)

    expect(woken).toEqual([])
  })
})
