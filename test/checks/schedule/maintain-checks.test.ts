import { beforeEach, describe, expect, it } from '@jest/globals'
import type { ScheduledCheck } from '../../../lib/checks/check.ts'
import { deleteCheck } from '../../../lib/checks/manage/delete-check.ts'
import { type PutCheck, putCheck } from '../../../lib/checks/manage/put-check.ts'
import type { CheckStore } from '../../../lib/checks/ports.ts'
import { runDueCheck } from '../../../lib/checks/run/run-check.ts'
import { maintainChecks } from '../../../lib/checks/schedule/maintain-checks.ts'
import { startMissed } from '../../../lib/checks/schedule/start-missed.ts'
import type { Caller } from '../../../lib/teams/caller.ts'
import { type CheckWorld, checkWorld } from '../../support/check-world.ts'
import { importManifest } from '../../support/manifests.ts'

const ANN: Caller = { team: 'lab', principal: 'ann', role: 'member' }
const HOUR = 3600

let world: CheckWorld
beforeEach(() => {
  world = checkWorld()
})

const put = async (name: string, overrides: Partial<PutCheck> = {}) => {
  const { check } = await putCheck(world.deps, {
    caller: ANN,
    name,
    manifest: importManifest(),
    schedule: { expression: 'rate(1 hour)', timeZone: 'UTC' },
    enabled: true,
    notify: { email: true, digest: false, unknownAfterMinutes: 60 },
    ...overrides,
  })
  return check
}
let runs = 0
const run = ({ team, name, id: checkId }: ScheduledCheck) => {
  runs += 1
  return runDueCheck(world.deps, { do: 'run', team, name, checkId, runId: `run-${runs}` })
}
const planned = () => [...world.schedules.plans.values()].map(({ check }) => check.name).sort()
const stored = async (name: string) => world.deps.checks.get('lab', name)

describe('schedule and check are in step', () => {
  /** A store whose writes fail, or are lost on their way, from the given one on. */
  const failing = (from: number): CheckStore => {
    let writes = 0
    const write = <A extends unknown[], T>(method: (...args: A) => Promise<T>) => {
      return async (...args: A): Promise<T> => {
        writes += 1
        if (writes >= from) throw new Error('the store is down')
        return method(...args)
      }
    }
    const { checks } = world.deps
    return {
      ...checks,
      create: write(checks.create),
      replace: write(checks.replace),
      remove: write(checks.remove),
    }
  }

  it.each([1, 2])('in the end, whichever write of making a check fails: %i', async from => {
    const deps = { ...world.deps, checks: failing(from) }
    const input = { caller: ANN, name: 'a', manifest: importManifest(), enabled: true } as const
    const notify = { email: true, digest: false, unknownAfterMinutes: 60 }
    const schedule = { expression: 'rate(1 hour)', timeZone: 'UTC' }
    const outcome = await putCheck(deps, { ...input, schedule, notify }).catch(() => 'failed')

    await maintainChecks(world.deps)

    const isThere = (await stored('a')) !== undefined
    expect(outcome === 'failed').toBe(!isThere)
    expect(planned()).toEqual(isThere ? ['a'] : [])
  })

  it('in the end, when the scheduler fails while a check is made', async () => {
    world.schedules.fails = true
    await put('a')
    expect(planned()).toEqual([])

    world.schedules.fails = false
    await maintainChecks(world.deps)

    expect(planned()).toEqual(['a'])
    expect((await stored('a'))?.scheduledRevision).toBe(1)
  })

  it('in the end, when the scheduler fails while a check is changed', async () => {
    await put('a')
    world.schedules.fails = true
    await put('a', { schedule: { expression: 'rate(2 hours)', timeZone: 'UTC' } })

    world.schedules.fails = false
    await maintainChecks(world.deps)

    expect([...world.schedules.plans.values()].map(({ expression }) => expression)).toEqual(['rate(2 hours)'])
  })

  it('in the end, when the scheduler fails while a check is switched off, or deleted', async () => {
    await put('a')
    await put('b')
    world.schedules.fails = true
    await put('a', { enabled: false })
    await deleteCheck(world.deps, { caller: ANN, name: 'b' })
    expect(planned()).toEqual(['a', 'b'])

    world.schedules.fails = false
    await maintainChecks(world.deps)

    expect(planned()).toEqual([])
  })

  it('in the end, when a person deletes a schedule, switches one off or adds one behind our back', async () => {
    const [a, b] = [await put('a'), await put('b')]
    const [, plan] = [...world.schedules.plans.values()]
    world.schedules.plans.delete(a.id)
    world.schedules.broken.add(b.id)
    if (plan) world.schedules.plans.set('stray', { ...plan, check: { ...plan.check, id: 'stray', name: 'stray' } })

    await maintainChecks(world.deps)

    expect(planned()).toEqual(['a', 'b'])
    expect(world.schedules.broken.size).toBe(0)
  })

  it('and then nothing more is written', async () => {
    await put('a')
    await maintainChecks(world.deps)
    const before = await stored('a')

    await maintainChecks(world.deps)

    expect(await stored('a')).toEqual(before)
  })

  it('also where a schedule has come due for the last time', async () => {
    await put('a', { schedule: { expression: 'at(2026-11-21T10:30:00)', timeZone: 'UTC' } })
    world.pass(HOUR)

    await maintainChecks(world.deps)

    expect(planned()).toEqual([])
  })

  it('for all others where one check is broken', async () => {
    const broken = await put('a')
    await put('b')
    world.schedules.plans.clear()
    await world.deps.checks.replace(
      { ...broken, schedule: { expression: 'nonsense', timeZone: 'UTC' } },
      {
        ...broken,
        scheduledRevision: 1,
      },
    )

    await maintainChecks(world.deps)

    expect(planned()).toEqual(['b'])
    expect(world.errors).toContain('the maintenance of a check failed')
  })
})

describe('maintenance reports', () => {
  it('that an outcome stays unknown, and what still waits to be sent', async () => {
    const check = await put('a')
    world.service.fates.push('not sent', 'not sent', 'not sent')
    await run(check)

    await maintainChecks(world.deps)
    expect(world.told).toEqual([])
    world.notifier.fails = true
    world.pass(HOUR)
    await maintainChecks(world.deps)
    world.notifier.fails = false
    await maintainChecks(world.deps)
    await maintainChecks(world.deps)

    expect(world.told.map(({ kind }) => kind)).toEqual(['unknown'])
  })

  it("a team's digest once a day, from six in the morning on, those that fail first", async () => {
    const digest = { email: true, digest: true, unknownAfterMinutes: 60 }
    await run(await put('a', { notify: digest }))
    world.service.fates.push('refused')
    await run(await put('b', { notify: digest }))
    await put('c', { notify: digest })
    await put('d')

    for (let hours = 0; hours < 48; hours++) {
      await maintainChecks(world.deps)
      world.pass(HOUR)
    }

    expect(world.digests.map(({ at }) => at)).toEqual([
      '2026-11-21T10:00:00.000Z',
      '2026-11-22T06:00:00.000Z',
      '2026-11-23T06:00:00.000Z',
    ])
    expect(world.digests[0]).toMatchObject({
      summary: '3 checks of team lab: 1 failing, 0 unknown, 1 passing, 1 never run.',
      checks: [
        { check: 'b', outcome: 'fail', faults: ['NoSuchBucketException'] },
        { check: 'c', outcome: 'never run' },
        { check: 'a', outcome: 'pass' },
      ],
    })
  })
})

describe('tending counts', () => {
  it('checks that run, fail, are unknown, and did not run in twice their interval', async () => {
    await run(await put('good'))
    world.service.fates.push('refused')
    await run(await put('bad'))
    world.service.fates.push('not sent', 'not sent', 'not sent')
    await run(await put('unknown'))
    await put('off', { enabled: false })
    expect(await maintainChecks(world.deps)).toEqual({ active: 3, failing: 1, unknown: 1, overdue: 0 })

    world.pass(2 * HOUR - 60)
    expect(await maintainChecks(world.deps)).toMatchObject({ overdue: 0 })
    world.pass(120)
    expect(await maintainChecks(world.deps)).toMatchObject({ overdue: 3 })
    expect(world.reported).toHaveLength(3)
  })

  it('no check as late over a week-end on which it is not due', async () => {
    await put('a', { schedule: { expression: 'cron(0 9 ? * MON-FRI *)', timeZone: 'UTC' } })
    // Saturday morning it was made; on Monday at 9 it is due.
    world.pass(46 * HOUR)
    expect(await maintainChecks(world.deps)).toMatchObject({ overdue: 0 })
    world.pass(6 * 24 * HOUR)
    expect(await maintainChecks(world.deps)).toMatchObject({ overdue: 1 })
  })
})

describe('runs that were missed while the machine was off', () => {
  it('are started once each, and only those', async () => {
    await put('hourly')
    await put('daily', { schedule: { expression: 'rate(1 day)', timeZone: 'UTC' } })
    await put('once', { schedule: { expression: 'at(2026-11-21T11:00:00)', timeZone: 'UTC' } })
    await put('off', { enabled: false })
    world.pass(5 * HOUR)

    expect(await startMissed(world.deps)).toBe(2)

    expect(world.tasks.map(task => (task.do === 'run' ? `${task.name} ${task.scheduledFor}` : ''))).toEqual([
      'hourly 2026-11-21T11:00:00.000Z',
      'once 2026-11-21T11:00:00.000Z',
    ])
  })

  it('are none where the check has run since', async () => {
    const check = await put('hourly')
    world.pass(1.5 * HOUR)
    await run(check)

    expect(await startMissed(world.deps)).toBe(0)
  })
})
