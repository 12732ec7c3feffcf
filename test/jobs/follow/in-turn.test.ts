import { isDeepStrictEqual } from 'node:util'
import { beforeEach, describe, expect, it } from '@jest/globals'
import { cancelJob } from '../../../lib/jobs/change/cancel-job.ts'
import { type FollowDeps, followJobs } from '../../../lib/jobs/follow/follow-jobs.ts'
import type { TurnProgress, Turns } from '../../../lib/jobs/follow/turns.ts'
import { PACE_IN_TURN, TURN_PARTS } from '../../../lib/jobs/pace.ts'
import { putShipment } from '../../../lib/jobs/ship/put-shipment.ts'
import { submitJob } from '../../../lib/jobs/submit/submit-job.ts'
import { importManifest } from '../../support/manifests.ts'
import { refusedWith } from '../../support/scripted-service.ts'
import { KEY, type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

const LAB = { team: 'lab', principal: 'ann', role: 'member' } as const
const NOTHING = { asked: 0, moved: 0, over: 0, waiting: 0, failed: 0 }
const FOREVER = new Date('2040-01-01')
const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('jobs in turn', () => {
  let world: SubmissionWorld
  let made: string[]
  let turns: Turns
  let writes: number
  beforeEach(() => {
    world = submissionWorld()
    made = []
    turns = turnsOf()
    writes = 0
  })

  /** Lists that show everything at once; the first job is in the first part of its stage, and so on. */
  const turnsOf = (): Turns => {
    let known: TurnProgress | undefined
    return {
      jobs: async part => {
        const jobs = await Promise.all(made.map(stored))
        const isOf = ({ createdAt, stage }: (typeof jobs)[number], index: number) =>
          part.stage === 'not-shipped'
            ? createdAt >= part.createdFrom && createdAt < part.createdBefore
            : stage?.name === part.stage && index % TURN_PARTS === part.part
        return { entries: jobs.filter(isOf).map(({ jobId }) => jobId) }
      },
      progress: async () => known,
      advance: async (from, to) => {
        if (!isDeepStrictEqual(from, known)) return false
        known = to
        return true
      },
    }
  }
  const deps = (more: Partial<FollowDeps> = {}): FollowDeps => ({
    ...world.deps,
    lists: world.lists,
    history: world.history,
    jobs: {
      ...world.jobs,
      postpone: (...args) => {
        writes += 1
        return world.jobs.postpone(...args)
      },
      replace: job => {
        writes += 1
        return world.jobs.replace(job)
      },
    },
    pace: PACE_IN_TURN,
    turns,
    ...more,
  })
  const run = (more: Partial<FollowDeps> = {}) => followJobs(deps(more), FOREVER)
  const submit = async (number = 1) => {
    const text = importManifest().replace('deviceId:', `deviceId:${number}-`)
    const { job } = await submitJob(
      { ...world.deps, pace: PACE_IN_TURN },
      { caller: LAB, text, idempotencyKey: `k${number}` },
    )
    made.push(job.jobId)
    return job
  }
  const follow = async (seconds: number, every: number) => {
    const before = world.service.asked.length
    for (let passed = 0; passed < seconds; passed += every) {
      world.pass(every)
      await run()
    }
    return world.service.asked.length - before
  }
  const stored = async (jobId: string) => {
    const job = await world.jobs.job(jobId)
    if (!job) throw new Error(`no job ${jobId}`)
    return job
  }
  const deviceEvents = async () =>
    (await world.events()).filter(({ action }) => action === 'device').map(({ detail }) => detail)

  it('are asked about twice a day while the device is with its team, more often once it is away, and never after it is back', async () => {
    const { jobId, follow: first } = await submit()
    expect(first).toEqual({ inTurn: true })
    await run()

    const waiting = await follow(4 * DAY, HOUR)
    expect([7, 8]).toContain(waiting)
    world.service.arrive(jobId)
    await follow(13 * HOUR, HOUR)
    expect((await stored(jobId)).stage?.name).toBe('received')
    await follow(HOUR, MINUTE)
    expect(await follow(2 * HOUR, 2 * MINUTE)).toBe(4)
    world.service.sendBack(jobId)
    await follow(HOUR, 10 * MINUTE)

    expect(await deviceEvents()).toEqual(['not-shipped to received', 'received to returned'])
    expect((await stored(jobId)).follow).not.toHaveProperty('inTurn')
    expect(await follow(20 * DAY, DAY)).toBe(0)
  })

  it('are written once a day where nothing is new', async () => {
    const { jobId } = await submit()
    await run()
    await putShipment(deps(), { caller: LAB, jobId, carrier: 'UPS', trackingNumber: '1Z5R89390357567127' })
    await follow(3 * HOUR, 10 * MINUTE)
    writes = 0

    expect(await follow(2 * DAY, 30 * MINUTE)).toBe(2 * 24)

    expect(writes).toBe(2)
    expect((await stored(jobId)).stage?.name).toBe('shipped')
  })

  it('are asked about by one of two runs, and again at their next turn where a key takes no more questions', async () => {
    const { jobId } = await submit()
    const other = await submit(2)
    await run()
    world.pass(14 * HOUR)

    const counts = await Promise.all([run(), run(), run()])

    expect(counts.reduce((sum, { asked }) => sum + asked, 0)).toBe(2)
    expect(world.service.asked.toSorted()).toEqual([jobId, other.jobId].toSorted())
    const service = Object.assign(Object.create(world.service), {
      getStatus: async () => {
        throw refusedWith('Throttling')
      },
    })
    world.pass(12 * HOUR)
    expect(await run({ service })).toEqual({ ...NOTHING, waiting: 2 })
    world.pass(13 * HOUR)
    expect(await run()).toEqual({ ...NOTHING, asked: 2 })
  })

  it('are looked at again where a run was broken off before it was done, once its lease is over', async () => {
    const jobs = await Promise.all(Array.from({ length: 5 }, (_, number) => submit(number)))
    await run()
    world.pass(14 * HOUR)
    await run({ turns: { ...turns, jobs: () => Promise.reject(new Error('killed')) } })
    expect(world.errors).toEqual(['jobs in turn not looked at; the next run goes on'])

    expect(await run()).toEqual(NOTHING)
    world.pass(3 * MINUTE)
    expect(await run()).toEqual({ ...NOTHING, asked: jobs.length })
  })

  it('are gone on with where a run had no more time, and none is left out', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, number) => submit(number)))
    await run()
    world.pass(14 * HOUR)
    const service = Object.assign(Object.create(world.service), {
      getStatus: async (...args: Parameters<typeof world.service.getStatus>) => {
        world.pass(10)
        return world.service.getStatus(...args)
      },
    })
    const part = () => followJobs(deps({ service }), new Date(world.deps.clock().getTime() + 25_000))

    expect((await part()).waiting).toBeGreaterThan(0)
    for (let runs = 0; runs < 12; runs += 1) await part()

    expect(new Set(world.service.asked).size).toBe(12)
  })

  it('show that some wait where a run has no time for their turns at all', async () => {
    await submit()
    await run()
    world.pass(14 * HOUR)

    expect(await followJobs(deps(), world.deps.clock())).toEqual({ ...NOTHING, waiting: 1 })
    expect(await run()).toEqual({ ...NOTHING, asked: 1 })
  })

  it('whose key is gone are not written, and are asked about again when it is back', async () => {
    const { jobId } = await submit()
    await run()
    world.keys.set('lab', [])
    world.pass(14 * HOUR)
    writes = 0
    expect(await run()).toEqual({ ...NOTHING, waiting: 1 })
    expect(writes).toBe(0)
    world.keys.set('lab', [KEY])
    world.pass(12 * HOUR)
    await run()

    expect(world.service.asked).toEqual([jobId])
  })

  it('that are cancelled are followed no more; of another that is changed at a moment of its own, the events are recorded soon', async () => {
    const { jobId } = await submit()
    await run()
    await cancelJob(deps(), { caller: LAB, jobId })

    expect((await stored(jobId)).follow).toEqual({})
    expect(await follow(3 * DAY, HOUR)).toBe(0)
    const other = await submit(2)
    await putShipment(deps({ history: { ...world.history, appendOnce: () => Promise.reject(new Error('not now')) } }), {
      caller: LAB,
      jobId: other.jobId,
      carrier: 'UPS',
      trackingNumber: '1Z5R89390357567127',
    })
    expect((await stored(other.jobId)).follow?.dueAt).toBeDefined()
    world.pass(2 * MINUTE)
    await run()
    expect((await stored(other.jobId)).follow?.inTurn).toBe(true)
    expect(await deviceEvents()).toContain('not-shipped to shipped')
  })

  it('expire, and their teams get both notices before', async () => {
    const { jobId } = await submit()
    await run()
    await follow(30 * DAY, 6 * HOUR)

    const notices = (await world.events()).filter(({ action }) => action === 'expiry').map(({ detail }) => detail)
    expect(notices).toEqual([expect.stringContaining('7 days left'), expect.stringContaining('2 days left')])
    world.service.progress.set(jobId, 'Expired')
    await follow(2 * DAY, 6 * HOUR)
    expect(await stored(jobId)).toMatchObject({ state: 'expired' })
    expect((await stored(jobId)).follow).not.toHaveProperty('dueAt')
  })
})
