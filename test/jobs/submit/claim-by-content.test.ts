import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { jobTableDefinition } from '../../../lib/adapters/dynamo/job-table.ts'
import { cancelJob } from '../../../lib/jobs/change/cancel-job.ts'
import { updateJob } from '../../../lib/jobs/change/update-job.ts'
import type { JobError } from '../../../lib/jobs/errors.ts'
import { getStatus } from '../../../lib/jobs/follow/get-status.ts'
import { keyOfFingerprint, recordId } from '../../../lib/jobs/idempotency.ts'
import type { JobStore } from '../../../lib/jobs/job-store.ts'
import { getEvents } from '../../../lib/jobs/look-up/get-events.ts'
import { ServiceFailure } from '../../../lib/jobs/service-failure.ts'
import type { SubmissionDeps } from '../../../lib/jobs/submit/submission-deps.ts'
import { type SubmitJob, submitJob } from '../../../lib/jobs/submit/submit-job.ts'
import { startDynamo } from '../../support/dynalite.ts'
import { dynamoStores } from '../../support/dynamo-stores.ts'
import { errorOf } from '../../support/error-of.ts'
import { importManifest } from '../../support/manifests.ts'
import { meter } from '../../support/meter.ts'
import { refusedWith } from '../../support/scripted-service.ts'
import { type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

/* A manifest without a key stands for its job as long as that is alive; then it makes the next one. */

const LAB = { team: 'lab', principal: 'ann', role: 'member' } as const
const DAY = 24 * 3600

let dynamo: Awaited<ReturnType<typeof startDynamo>>
let world: SubmissionWorld
let counted: ReturnType<typeof meter>
beforeAll(async () => {
  dynamo = await startDynamo(jobTableDefinition('jobs'))
  counted = meter(dynamo.documents)
})
afterAll(() => dynamo.stop())
beforeEach(async () => {
  world = submissionWorld((await dynamoStores(dynamo)).open)
})

const submit = (extra: Partial<SubmitJob> = {}, deps: SubmissionDeps = world.deps) =>
  submitJob(deps, { caller: LAB, requestId: 'r', text: importManifest(), ...extra })
const cancel = (jobId: string) => cancelJob(world.deps, { caller: LAB, jobId })
const replace = (jobId: string) => updateJob(world.deps, { caller: LAB, jobId, text: importManifest('prefix:other/') })
const look = (jobId: string) => getStatus(world.deps, { caller: LAB, jobId })
const submitted = async (jobId: string) =>
  (await getEvents(world.deps, { caller: LAB, jobId, pageSize: 10 })).entries.find(
    ({ action, outcome }) => action === 'submit' && outcome === 'done',
  )

/** The first record of the manifest. */
const firstRecord = async () => {
  const [first] = world.service.requests
  const [id = ''] = /wb[0-9a-f]{32}/.exec(first?.manifest ?? '') ?? []
  return world.deps.jobs.record(id)
}

/** What ends a job, however Waybill hears of it. */
const ENDS: readonly [string, (jobId: string) => unknown, RegExp][] = [
  ['cancelled here', cancel, /was cancelled/],
  [
    'cancelled past Waybill, as no request has seen yet',
    jobId => world.service.cancelJob(jobId, world.service.calls[0] as never),
    /was cancelled/,
  ],
  [
    'expired, as no request has seen yet',
    () => world.service.failures.push(refusedWith('ExpiredJobIdException')),
    /has expired/,
  ],
  [
    'returned, as its status was read',
    async jobId => {
      world.service.sendBack(jobId)
      await look(jobId)
    },
    /was returned/,
  ],
  ['returned, as no request has seen yet', jobId => world.service.sendBack(jobId), /was returned/],
  [
    'forgotten by the service a day later',
    () => {
      world.pass(DAY)
      world.service.failures.push(refusedWith('InvalidJobIdException'))
    },
    /no longer knows/,
  ],
]

describe('the same manifest, once its job is', () => {
  it.each(ENDS)('%s, makes a new job and reports it; that one answers from then on', async (_, end, said) => {
    const first = await submit()
    await end(first.job.jobId)

    const second = await submit()

    expect(second).toMatchObject({ replayed: false, job: { state: 'created' } })
    expect(second.job.id).not.toBe(first.job.id)
    expect(world.service.requests).toHaveLength(2)
    const event = await submitted(second.job.jobId)
    expect(event).toMatchObject({ outcome: 'done', principal: 'ann', detail: expect.stringMatching(said) })
    expect(event?.detail).toContain(first.job.jobId)

    const third = await submit()
    expect(third).toEqual({ ...second, replayed: true })
    expect(world.service.requests).toHaveLength(2)
  })
})

describe('the same manifest, while its job is', () => {
  it.each<[string, (jobId: string) => unknown]>([
    ['waited for', () => undefined],
    ['waited for, its status read', look],
    ['at the service', jobId => world.service.arrive(jobId)],
    ['waited for after 30 days', () => world.pass(31 * DAY)],
    [
      'at the service after 30 days',
      jobId => {
        world.service.arrive(jobId)
        world.pass(31 * DAY)
      },
    ],
  ])('%s, is answered with that job, as it was', async (_, meanwhile) => {
    const first = await submit()
    await meanwhile(first.job.jobId)

    const again = await submit()

    expect({ replayed: again.replayed, jobId: again.job.jobId }).toEqual({ replayed: true, jobId: first.job.jobId })
    expect(world.service.requests).toHaveLength(1)
  })

  it('alive, leaves no trace but that it was replayed', async () => {
    const first = await submit()

    expect(await submit()).toEqual({ ...first, replayed: true })
    expect(await world.deps.jobs.job(first.job.jobId)).toEqual(first.job)
    expect((await world.events()).map(({ action, outcome }) => [action, outcome])).toEqual([['replay', 'done']])
  })
})

describe('a service that cannot be asked', () => {
  const failure = () => new ServiceFailure('timeout', 'no answer')

  it('does not keep a lost answer from being found: the job of less than a day is answered', async () => {
    const { job } = await submit()
    world.pass(DAY - 1)
    world.service.failures.push(failure())

    expect(await submit()).toMatchObject({ replayed: true, job: { jobId: job.jobId } })
  })

  it('leaves it open whether an older job is over, so nothing is answered and nothing made', async () => {
    await submit()
    world.pass(DAY)
    world.service.failures.push(failure())

    expect(await errorOf(submit())).toMatchObject({ code: 'SERVICE_TIMEOUT' })
    expect(world.service.requests).toHaveLength(1)
    expect(await submit()).toMatchObject({ replayed: true })
  })

  it('for want of the key that made the job, counts as no end for 30 days', async () => {
    const { job } = await submit()
    const other = { accessKeyId: 'AKIAI44QH8DHBEXAMPLE', secretAccessKey: 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY' }
    world.keys.set('lab', [other])
    world.pass(30 * DAY)
    expect(await submit()).toMatchObject({ replayed: true, job: { jobId: job.jobId } })

    world.pass(1)
    expect((await errorOf(submit())).code).toBe('SIGNING_KEY_MISSING')
  })

  it('is asked within five seconds, so that the submission keeps its time', async () => {
    await submit()
    const before = world.deps.clock().getTime()

    await submit()

    expect(world.service.calls.at(-1)?.deadline.getTime()).toBe(before + 5_000)
  })

  it('does not know a job of less than a day yet: that is no end', async () => {
    const { job } = await submit()
    world.service.failures.push(refusedWith('InvalidJobIdException'))

    expect(await submit()).toMatchObject({ replayed: true, job: { jobId: job.jobId } })
  })
})

describe('a job that was given another manifest since', () => {
  it('is named where keys can be sent, and left behind where they cannot', async () => {
    const { job } = await submit()
    await replace(job.jobId)

    expect(await errorOf(submit())).toMatchObject({
      code: 'MANIFEST_REPLACED',
      message: expect.stringContaining('fresh'),
    })
    expect(world.service.requests).toHaveLength(1)

    const next = await submit({ whenReplaced: 'submit' })
    expect(next.replayed).toBe(false)
    expect((await submitted(next.job.jobId))?.detail).toMatch(`${job.jobId} before, which was given another manifest`)
    expect(await submit()).toMatchObject({ replayed: true, job: { jobId: next.job.jobId } })
  })

  it("stands in no caller's way once it is over", async () => {
    const { job } = await submit()
    await replace(job.jobId)
    await cancel(job.jobId)

    expect(await submit()).toMatchObject({ replayed: false })
  })
})

describe('a manifest that is made and cancelled over and over', () => {
  const makeAndCancel = async (times: number) => {
    const jobIds: string[] = []
    for (let time = 0; time < times; time++) {
      const { job, replayed } = await submit()
      expect(replayed).toBe(false)
      jobIds.push(job.jobId)
      await cancel(job.jobId)
    }
    return jobIds
  }

  it('makes a new job each time, without end', async () => {
    const jobIds = await makeAndCancel(52)

    expect(new Set(jobIds).size).toBe(52)
    expect((await firstRecord())?.latest).toMatchObject({ generation: 52, follows: { jobId: jobIds[50] } })
  })

  it('costs the same after two jobs and after twenty', async () => {
    const cost = async () => {
      counted.take()
      await submit()
      return counted.take()
    }
    await makeAndCancel(2)
    const { reads, writes } = await cost()
    await cancel((await submit()).job.jobId)
    await makeAndCancel(17)

    // Claims of the first record and of the latest, refused, with two reads each; the job that is over; the name of the
    // next; and a submission's three writes and its look for other jobs of the device.
    expect(await cost()).toMatchObject({ reads, writes })
    expect({ reads, writes }).toEqual({ reads: 6, writes: 6 })
  })

  it('is followed through what was there before the first record named the latest, once', async () => {
    const jobIds: string[] = []
    const { job } = await submit()
    const { fingerprint } = (await world.deps.jobs.record(job.id)) ?? { fingerprint: '' }
    jobIds.push(job.jobId)
    await cancel(job.jobId)
    for (let generation = 2; generation <= 5; generation++) {
      const older = await submit({ idempotencyKey: keyOfFingerprint(fingerprint, generation) })
      jobIds.push(older.job.jobId)
      if (generation < 5) await cancel(older.job.jobId)
    }
    expect(await firstRecord()).not.toHaveProperty('latest')

    expect(await submit()).toMatchObject({ replayed: true, job: { jobId: jobIds[4] } })
    expect((await firstRecord())?.latest?.generation).toBe(5)
  })
})

describe('requests at once for the manifest of a job that is over', () => {
  it.each([1, 3])('make exactly one new job (after %i)', async before => {
    for (let time = 0; time < before; time++) await cancel((await submit()).job.jobId)

    const outcomes = await Promise.allSettled(Array.from({ length: 16 }, () => submit()))

    expect(world.service.requests).toHaveLength(before + 1)
    const made = world.service.jobs.filter(({ cancelled }) => !cancelled)
    expect(made).toHaveLength(1)
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') expect(outcome.value.job.jobId).toBe(made[0]?.jobId)
      else expect(outcome.reason).toMatchObject({ code: 'SUBMISSION_IN_PROGRESS' })
    }
    expect(await submit()).toMatchObject({ replayed: true, job: { jobId: made[0]?.jobId } })
  })

  /** The store of one actor, which stops before one of its calls until it is let go. */
  const heldAt = (method: 'advance' | 'claim', call = 1) => {
    const held = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    const { jobs } = world.deps
    let calls = 0
    const stop = async () => {
      calls += 1
      if (calls !== call) return
      held.resolve()
      await released.promise
    }
    const slow: JobStore = {
      ...jobs,
      advance: async (...args) => {
        if (method === 'advance') await stop()
        return jobs.advance(...args)
      },
      claim: async (...args) => {
        if (method === 'claim') await stop()
        return jobs.claim(...args)
      },
    }
    return { deps: { ...world.deps, jobs: slow }, held: held.promise, release: () => released.resolve() }
  }

  it.each([
    ['before it names the next', 'advance', 1],
    ['between naming and claiming', 'claim', 2],
  ] as const)('one of which stops %s while others make, cancel and make: it answers the living job', async (...row) => {
    const [, method, call] = row
    await cancel((await submit()).job.jobId)
    const slow = heldAt(method, call)
    const answer = submit({}, slow.deps)
    await slow.held

    await cancel((await submit()).job.jobId)
    await cancel((await submit()).job.jobId)
    const living = await submit()
    slow.release()

    expect(await answer).toMatchObject({ replayed: true, job: { jobId: living.job.jobId } })
    expect(world.service.requests).toHaveLength(4)
    expect(world.service.jobs.filter(({ cancelled }) => !cancelled)).toHaveLength(1)
  })

  it('one of which dies between naming and claiming leaves the next to whoever comes', async () => {
    const { job } = await submit()
    await cancel(job.jobId)
    const dying = heldAt('claim', 2)
    const dead = submit({}, dying.deps)
    await dying.held

    const next = await submit()
    expect(next).toMatchObject({ replayed: false })
    expect((await submitted(next.job.jobId))?.detail).toContain(job.jobId)
    dying.release()
    expect(await dead).toMatchObject({ replayed: true, job: { jobId: next.job.jobId } })
  })
})

describe('whatever breaks while the next job is made', () => {
  const failing = (method: keyof JobStore, call: number, when: 'before' | 'after') => {
    const { jobs } = world.deps
    const real = jobs[method] as (...args: unknown[]) => Promise<unknown>
    let calls = 0
    const broken = async (...args: unknown[]) => {
      calls += 1
      if (calls !== call) return real(...args)
      if (when === 'after') await real(...args)
      throw new Error('the store is down')
    }
    return { ...world.deps, jobs: { ...jobs, [method]: broken } }
  }

  it.each(
    (
      [
        ['claim', 1],
        ['record', 1],
        ['job', 1],
        ['advance', 1],
        ['claim', 2],
        ['save', 1],
        ['complete', 1],
      ] as const
    ).flatMap(([method, call]) => (['before', 'after'] as const).map(when => [method, call, when] as const)),
  )('%s %i, %s it was done: the same manifest again ends with exactly one living job', async (method, call, when) => {
    const { job } = await submit()
    await cancel(job.jobId)

    const told = await submit({}, failing(method, call, when)).catch((error: Error) => error)
    world.pass(31)
    const last = await submit()

    const living = world.service.jobs.filter(({ cancelled }) => !cancelled)
    expect(living.map(({ jobId }) => jobId)).toEqual([last.job.jobId])
    expect(world.service.jobs).toHaveLength(2)
    expect(told instanceof Error ? told.message : told.job.jobId).toMatch(/the store is down|J1112/)
    expect((await submitted(last.job.jobId))?.detail).toContain(job.jobId)
  })

  it.each([
    ['lost on the way there', 'SERVICE_TIMEOUT'],
    ['answer lost', undefined],
    ['refused', 'SERVICE_REFUSED'],
    ['not sent', 'SERVICE_UNREACHABLE'],
  ] as const)('CreateJob %s: the same manifest again ends with exactly one living job', async (fate, code) => {
    await cancel((await submit()).job.jobId)
    world.service.fates.push(fate)

    const told = await submit().catch((error: JobError) => error)
    expect(told instanceof Error ? told.code : undefined).toBe(code)
    world.pass(31)
    const last = await submit()

    expect(world.service.jobs.filter(({ cancelled }) => !cancelled).map(({ jobId }) => jobId)).toEqual([last.job.jobId])
    expect((await submitted(last.job.jobId))?.detail).toMatch(/was cancelled/)
  })
})

describe('a later submission of a manifest', () => {
  it('is of its team alone, and no sender can name it', async () => {
    world.keys.set('film', [...(world.keys.get('lab') ?? [])])
    await cancel((await submit()).job.jobId)
    const film = await submit({ caller: { ...LAB, team: 'film' } })
    const next = await submit()

    expect(film).toMatchObject({ replayed: false })
    expect(film.job.id).not.toBe(next.job.id)
    expect(next.job.id).not.toBe(recordId('film', ' fingerprint:'))
    expect((await submitted(next.job.jobId))?.detail).not.toContain(film.job.jobId)
  })
})
