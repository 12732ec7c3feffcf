import { beforeEach, describe, expect, it } from '@jest/globals'
import { cancelJob } from '../../../lib/jobs/change/cancel-job.ts'
import { type FollowDeps, followJobs } from '../../../lib/jobs/follow/follow-jobs.ts'
import { getStatus } from '../../../lib/jobs/follow/get-status.ts'
import { listJobs } from '../../../lib/jobs/look-up/list-jobs.ts'
import { submitJob } from '../../../lib/jobs/submit/submit-job.ts'
import { importManifest } from '../../support/manifests.ts'
import { refusedWith } from '../../support/scripted-service.ts'
import { KEY, type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

const LAB = { team: 'lab', principal: 'ann', role: 'member' } as const
const NOTHING = { asked: 0, moved: 0, over: 0, waiting: 0, failed: 0 }
const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

let world: SubmissionWorld
beforeEach(() => {
  world = submissionWorld()
})

const deps = (): FollowDeps => ({ ...world.deps, lists: world.lists, history: world.history })
const submit = async (number = 1) => {
  const text = importManifest().replace('deviceId:', `deviceId:${number}-`)
  return (await submitJob(world.deps, { caller: LAB, text, idempotencyKey: `k${number}` })).job
}
const run = (more: Partial<FollowDeps> = {}) => followJobs({ ...deps(), ...more }, new Date('2030-01-01'))
const stored = async (jobId: string) => {
  const job = await world.jobs.job(jobId)
  if (!job) throw new Error(`no job ${jobId}`)
  return job
}
/** Looks every so often for so long. @returns how often the service was asked */
const follow = async (seconds: number, every = 15 * MINUTE) => {
  const before = world.service.asked.length
  for (let passed = 0; passed < seconds; passed += every) {
    world.pass(every)
    await run()
  }
  return world.service.asked.length - before
}
const deviceEvents = async () =>
  (await world.events()).filter(({ action }) => action === 'device' || action === 'expiry').map(({ detail }) => detail)

describe('followed jobs', () => {
  it('are asked about seldom while the device is with its team, more often once it is away, and never after it is back', async () => {
    const { jobId } = await submit()
    expect(await run()).toEqual(NOTHING)

    expect(await follow(4 * DAY)).toBe(8)
    world.service.arrive(jobId)
    await follow(12 * HOUR)
    const received = await follow(DAY)
    expect(received).toBeGreaterThanOrEqual(24)
    world.service.progress.set(jobId, 'Complete')
    await follow(HOUR)
    const done = await follow(DAY)
    expect([done > 8, done < received]).toEqual([true, true])
    world.service.sendBack(jobId)
    await follow(3 * HOUR)
    expect(await follow(100 * DAY, DAY)).toBe(0)
    expect((await stored(jobId)).follow).not.toHaveProperty('dueAt')
  })

  it('show each stage at the next look, each with one event, and are found by it', async () => {
    const { jobId } = await submit()
    await follow(DAY)
    const steps = [
      { stage: 'received', does: () => world.service.arrive(jobId) },
      { stage: 'in-progress', does: () => world.service.progress.set(jobId, 'InProgress') },
      { stage: 'done-with-errors', does: () => world.service.progress.set(jobId, 'SuccessWithErrors') },
      { stage: 'returned', does: () => world.service.sendBack(jobId) },
    ] as const
    for (const { stage, does } of steps) {
      does()
      await follow(12 * HOUR)
      expect((await stored(jobId)).stage?.name).toBe(stage)
      const { entries } = await listJobs(world.deps, { caller: LAB, filter: { stage }, pageSize: 10 })
      expect(entries).toMatchObject([{ job: { jobId } }])
      await follow(12 * HOUR)
    }

    expect(await deviceEvents()).toEqual([
      'not-shipped to received',
      'received to in-progress',
      'in-progress to done-with-errors',
      'done-with-errors to returned',
    ])
    expect(await stored(jobId)).not.toHaveProperty('unrecorded')
  })

  it('of two runs at once, one asks about a job, and an event is recorded once', async () => {
    const jobs = await Promise.all(Array.from({ length: 20 }, (_, number) => submit(number)))
    world.pass(DAY)
    for (const { jobId } of jobs) world.service.arrive(jobId)

    const counts = await Promise.all([run(), run(), run()])

    expect(counts.reduce((sum, { moved }) => sum + moved, 0)).toBe(20)
    expect(world.service.asked.toSorted()).toEqual(jobs.map(({ jobId }) => jobId).toSorted())
    expect(await deviceEvents()).toHaveLength(20)
  })

  it('and a caller who asks at the same time record one event together', async () => {
    const { jobId } = await submit()
    world.pass(DAY)
    world.service.arrive(jobId)

    await Promise.all([run(), getStatus(world.deps, { caller: LAB, jobId }), run()])
    await follow(HOUR)

    expect(await deviceEvents()).toEqual(['not-shipped to received'])
  })

  it.each(['before the event is stored', 'after the event is stored', 'before the job is stored'])(
    'lose and double no event where a run is broken off %s',
    async when => {
      const { jobId } = await submit()
      world.pass(DAY)
      world.service.arrive(jobId)
      const dead = () => Promise.reject(new Error('killed'))
      const replace = world.jobs.replace
      let writes = 0
      await run({
        ...(when === 'before the event is stored' && { history: { ...world.history, append: dead } }),
        jobs: {
          ...world.jobs,
          replace: job => {
            writes += 1
            const last = when === 'before the job is stored' ? 0 : when === 'after the event is stored' ? 1 : 9
            return writes > last ? dead() : replace(job)
          },
        },
      })

      await follow(HOUR, MINUTE)

      expect(await deviceEvents()).toEqual(['not-shipped to received'])
      const job = await stored(jobId)
      expect([job.stage?.name, job.unrecorded, job.follow?.dueAt !== undefined]).toEqual(['received', undefined, true])
    },
  )

  it('of a key that the service refuses to answer more for wait, and those of other keys do not', async () => {
    const jobs = await Promise.all(Array.from({ length: 30 }, (_, number) => submit(number)))
    world.pass(DAY)
    const other = { ...KEY, accessKeyId: 'AKIAOTHERKEYEXAMPLE0' }
    world.keys.set('film', [other])
    const film = { ...LAB, team: 'film' }
    const text = importManifest().replaceAll(KEY.accessKeyId, other.accessKeyId)
    const { job } = await submitJob(world.deps, { caller: film, text, idempotencyKey: 'film' })
    world.pass(DAY)
    const getStatusOf = world.service.getStatus.bind(world.service)
    const service = Object.assign(Object.create(world.service), {
      getStatus: async (...[jobId, call]: Parameters<typeof getStatusOf>) => {
        if (call.credentials.accessKeyId === KEY.accessKeyId) {
          world.service.asked.push(jobId)
          throw refusedWith('Throttling')
        }
        return getStatusOf(jobId, call)
      },
    })

    const counts = await run({ service })

    expect(counts).toEqual({ ...NOTHING, asked: 1, waiting: jobs.length })
    expect(world.service.asked.length).toBeLessThanOrEqual(9)
    expect((await stored(job.jobId)).status).toBeDefined()
    world.pass(5 * MINUTE)
    expect(await run()).toMatchObject({ asked: jobs.length, waiting: 0, failed: 0 })
  })

  it('whose key is gone are looked at once in a while, and found again when it is back', async () => {
    const { jobId } = await submit()
    world.keys.set('lab', [])
    await follow(2 * DAY)
    expect(world.service.asked).toEqual([])
    world.keys.set('lab', [KEY])
    await follow(2 * HOUR)

    expect(world.service.asked).toEqual([jobId])
    expect(world.errors).toEqual([])
  })

  it('that are cancelled before their device is away are not followed; a device that was away is until it is back', async () => {
    const early = await submit(1)
    const late = await submit(2)
    world.service.arrive(late.jobId)
    await follow(DAY)
    for (const { jobId } of [early, late]) await cancelJob(world.deps, { caller: LAB, jobId })
    const before = world.service.asked.length
    await follow(DAY)

    expect(new Set(world.service.asked.slice(before))).toEqual(new Set([late.jobId]))
    world.service.sendBack(late.jobId)
    await follow(DAY)
    expect((await stored(late.jobId)).stage?.name).toBe('returned')
    expect(await follow(3 * DAY)).toBe(0)
  })

  it('are about to expire 7 and 2 days before they do, with one event each, and expire', async () => {
    const { jobId } = await submit()
    const expiry = async (caller = LAB) => {
      const expiresBefore = '2026-12-24T00:00:00.000Z'
      return (await listJobs(world.deps, { caller, filter: { expiresBefore }, pageSize: 10 })).entries.length
    }
    await follow(22.9 * DAY)
    expect([await deviceEvents(), await expiry()]).toEqual([[], 1])
    await follow(0.2 * DAY)
    expect(await deviceEvents()).toEqual(['7 days left, until 2026-12-21T10:00:00.000Z'])
    await follow(4.8 * DAY)
    expect(await deviceEvents()).toHaveLength(1)
    await follow(0.2 * DAY)
    expect(await deviceEvents()).toEqual([expect.stringMatching(/^7 days/), expect.stringMatching(/^2 days/)])
    await follow(1.8 * DAY)
    world.service.failures.push(refusedWith('ExpiredJobIdException'))
    await follow(0.2 * DAY)

    expect((await stored(jobId)).state).toBe('expired')
    expect([await deviceEvents(), await expiry()]).toEqual([[expect.anything(), expect.anything()], 0])
    expect(await follow(10 * DAY, HOUR)).toBe(0)
  })

  it('are given the nearest notice alone where Waybill was off for long', async () => {
    await submit()
    world.pass(29 * DAY)
    await run()

    expect(await deviceEvents()).toEqual(['2 days left, until 2026-12-21T10:00:00.000Z'])
  })

  it('that the service has forgotten are given up once they are past their life', async () => {
    const { jobId } = await submit()
    world.service.jobs.splice(0)
    await follow(29 * DAY, HOUR)
    expect((await stored(jobId)).follow).toHaveProperty('dueAt')
    await follow(3 * DAY, HOUR)

    expect((await stored(jobId)).follow).not.toHaveProperty('dueAt')
    expect(world.errors).toEqual([])
  })

  it('stay due where a run has no time left', async () => {
    await submit()
    world.pass(DAY)

    expect(await followJobs(deps(), world.deps.clock())).toEqual({ ...NOTHING, waiting: 1 })
    expect(await run()).toEqual({ ...NOTHING, asked: 1 })
  })
})
