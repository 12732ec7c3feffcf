import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { cancelJob } from '../../../lib/jobs/change/cancel-job.ts'
import { updateJob } from '../../../lib/jobs/change/update-job.ts'
import { deviceOf } from '../../../lib/jobs/device.ts'
import { getStatus } from '../../../lib/jobs/follow/get-status.ts'
import type { Job } from '../../../lib/jobs/job.ts'
import { reconcile } from '../../../lib/jobs/submit/reconcile.ts'
import { submitJob } from '../../../lib/jobs/submit/submit-job.ts'
import { watchedJobs } from '../../../lib/subscriptions/watch/watched-jobs.ts'
import { errorOf } from '../../support/error-of.ts'
import { exportManifest, importManifest } from '../../support/manifests.ts'
import { created } from '../../support/records.ts'
import { refusedWith } from '../../support/scripted-service.ts'
import { ANN, subscriptionWorld } from '../../support/subscription-world.ts'

type World = ReturnType<typeof subscriptionWorld>

const submit = async (world: World, text = importManifest()) => (await submitJob(world.deps, { caller: ANN, text })).job
const importOf = (deviceId: string) => importManifest().replace('WX21-0046', deviceId)
const types = (world: World) => world.events().map(({ type, subject }) => [type, subject])
const reconcileNow = ({ deps }: World) => reconcile(deps, new Date(deps.clock().getTime() + 60_000))

describe('a job that is made', () => {
  it('is stored with its notice, which reaches the subscription once', async () => {
    const world = subscriptionWorld()
    await world.subscribe('all')
    const job = await submit(world)

    await world.round()
    await world.round()

    expect(world.events()).toEqual([
      {
        specversion: '1.0',
        id: expect.stringMatching(/^[\w-]{22}$/),
        source: 'urn:waybill:local',
        type: 'job.created',
        subject: job.jobId,
        time: job.updatedAt,
        datacontenttype: 'application/json',
        data: {
          jobId: job.jobId,
          id: job.id,
          team: 'lab',
          state: 'created',
          kind: 's3-import',
          jobType: 'Import',
          deviceId: job.deviceId,
          buckets: job.buckets,
          manifestSha256: job.manifestSha256,
          device: deviceOf(job),
        },
      },
    ])
    expect(await world.jobs.job(job.jobId)).not.toHaveProperty('notices')
  })

  it('costs nothing besides where its team has no subscription, though others have', async () => {
    const [plain, watched] = [subscriptionWorld(), subscriptionWorld()]
    for (const world of [plain, watched]) await world.subscribe('all', ['*'], 'film')

    await submitJob({ ...plain.deps, jobs: plain.jobs }, { caller: ANN, text: importManifest() })
    await submit(watched)

    expect(await watched.items()).toEqual(await plain.items())
    await watched.round()
    expect(watched.posted).toEqual([])
  })

  it('has no notice that no subscription asks for', async () => {
    const world = subscriptionWorld()
    await world.subscribe('ends', ['job.cancelled', 'job.expired'])
    const { jobId } = await submit(world)

    expect(await world.jobs.job(jobId)).not.toHaveProperty('notices')
  })

  it('reaches each subscription that asks for it, with the same id', async () => {
    const world = subscriptionWorld()
    for (const [name, events] of [
      ['a', ['job.created']],
      ['b', ['job.*']],
      ['c', ['*']],
      ['d', ['job.updated']],
    ] as const) {
      await world.subscribe(name, events)
    }
    await submit(world)
    await world.round()

    expect(world.posted).toHaveLength(3)
    expect(new Set(world.events().map(({ id }) => id)).size).toBe(1)
  })
})

describe('a job that changes', () => {
  it('shows what it was before', async () => {
    const world = subscriptionWorld()
    await world.subscribe('updates', ['job.updated'])
    const before = await submit(world)
    const { jobId } = before
    const text = exportManifest()
    await updateJob(world.deps, { caller: ANN, jobId, text, allowKindChange: true })
    await world.round()

    const [event] = world.events()
    const { kind, deviceId, buckets, manifestSha256 } = before
    expect(event?.data).toMatchObject({ kind: 's3-export', deviceId: 'EX-7', buckets: ['logs', 'results'] })
    expect(event?.data.before).toEqual({ kind, deviceId, buckets, manifestSha256 })
    expect(event?.data.manifestSha256).not.toBe(manifestSha256)
  })

  it('is reported when it is cancelled, here or at the service, and when it expires there', async () => {
    const world = subscriptionWorld()
    await world.subscribe('ends', ['job.cancelled', 'job.expired'])
    const [here, there, late] = [
      await submit(world, importOf('A')),
      await submit(world, importOf('B')),
      await submit(world, importOf('C')),
    ]
    await cancelJob(world.deps, { caller: ANN, jobId: here.jobId })
    world.service.failures.push(refusedWith('CanceledJobIdException'))
    await cancelJob(world.deps, { caller: ANN, jobId: there.jobId })
    world.service.failures.push(refusedWith('ExpiredJobIdException'))
    await getStatus(world.deps, { caller: ANN, jobId: late.jobId })
    await world.round()

    expect(types(world).toSorted()).toEqual(
      [
        ['job.cancelled', here.jobId],
        ['job.cancelled', there.jobId],
        ['job.expired', late.jobId],
      ].toSorted(),
    )
  })

  it('has all its notices, in their order, however many changes come before a round', async () => {
    const world = subscriptionWorld()
    await world.subscribe('all')
    const { jobId } = await submit(world)
    for (const device of ['A', 'B', 'C']) {
      world.pass(1)
      await updateJob(world.deps, { caller: ANN, jobId, text: importOf(device) })
    }
    await cancelJob(world.deps, { caller: ANN, jobId })

    const { notices = [] } = (await world.jobs.job(jobId)) ?? {}
    expect(notices.map(({ type, facts }) => [type, facts.deviceId])).toEqual([
      ['job.created', 'WX21-0046'],
      ['job.updated', 'A'],
      ['job.updated', 'B'],
      ['job.updated', 'C'],
      ['job.cancelled', 'C'],
    ])
    await world.round()
    expect(world.posted).toHaveLength(5)
  })

  it('leaves out older updates where no round hands them over, and nothing else', async () => {
    const world = subscriptionWorld()
    await world.subscribe('all')
    const { jobId } = await submit(world)
    for (let index = 0; index < 60; index += 1) {
      await updateJob(world.deps, { caller: ANN, jobId, text: importOf(`D${index}`) })
    }
    const { notices = [] } = (await world.jobs.job(jobId)) ?? {}

    expect(notices).toHaveLength(50)
    expect([notices[0]?.type, notices.at(-1)?.facts.deviceId]).toEqual(['job.created', 'D59'])
  })

  it('keeps the notices that a request does not know of which read the job before', async () => {
    const world = subscriptionWorld()
    const { jobId } = await submit(world)
    const seen = (await world.jobs.job(jobId)) as Job
    await world.subscribe('all')
    await world.deps.jobs.replace({ ...seen, state: 'cancelled', version: 2 })

    // What was read without its notices, and is written without them.
    await world.deps.jobs.replace({ ...seen, state: 'expired', version: 3 })

    const { notices = [] } = (await world.jobs.job(jobId)) ?? {}
    expect(notices.map(({ type }) => type)).toEqual(['job.cancelled', 'job.expired'])
  })
})

describe('a submission without a job', () => {
  it('is reported when the service refuses it, before its key is free', async () => {
    const world = subscriptionWorld()
    await world.subscribe('all')
    world.service.fates.push('refused')

    await errorOf(submitJob(world.deps, { caller: ANN, text: importManifest() }))
    await submit(world)
    await world.round()

    const error = { code: 'NoSuchBucketException', detail: 'The bucket mybucket does not exist' }
    const events = new Map(world.events().map(({ type, data }) => [type, [data.state, data.error]]))
    expect(events).toEqual(
      new Map([
        ['job.refused', ['refused', error]],
        ['job.created', ['created', undefined]],
      ]),
    )
  })

  it('is reported once as unclear, and then with its end', async () => {
    const world = subscriptionWorld()
    await world.subscribe('all')
    world.service.listFails = true
    world.service.acceptsForMs = 120_000
    world.service.fates.push('lost on the way there')
    await errorOf(submitJob(world.deps, { caller: ANN, text: importManifest() }))
    world.service.listFails = false
    for (let round = 0; round < 3; round += 1) {
      world.pass(35)
      await reconcileNow(world)
      await world.round()
    }
    world.pass(120)
    await reconcileNow(world)
    await world.round()

    const record = world.events()[0]?.data.id
    expect(world.events().map(({ type, subject, data }) => [type, subject, data.error])).toEqual([
      ['job.unclear', record, undefined],
      ['job.refused', record, expect.objectContaining({ code: 'NOT_SENT' })],
    ])
  })

  it('is not stored as refused before that is handed over', async () => {
    const world = subscriptionWorld()
    await world.subscribe('all')
    world.service.fates.push('refused')
    const broken = watchedJobs({
      jobs: world.jobs,
      watch: world.subscriptions.ofTeam,
      deliveries: { add: () => Promise.reject(new Error('the store is down')) },
      clock: world.deps.clock,
      source: 'urn:waybill:local',
    })

    await expect(submitJob({ ...world.deps, jobs: broken }, { caller: ANN, text: importManifest() })).rejects.toThrow(
      'the store is down',
    )
    world.pass(120)
    await reconcileNow(world)
    await world.round()

    expect(types(world)).toEqual([['job.refused', expect.any(String)]])
  })
})

it('no notice has a secret, a signature or an address', async () => {
  const world = subscriptionWorld()
  await world.subscribe('all')
  const job = await submit(world, exportManifest('trueCryptPassword:correct horse'))
  await updateJob(world.deps, {
    caller: ANN,
    jobId: job.jobId,
    text: exportManifest('trueCryptPassword:battery staple'),
  })
  await world.round()

  const sent = world.posted.map(({ body }) => body).join()
  for (const secret of ['correct horse', 'battery staple', job.signature ?? 'none', 'Any Street', 'AKIA']) {
    expect(sent).not.toContain(secret)
  }
})

it('whatever a job goes through, each version of it has each notice once', async () => {
  const change = fc.record({
    state: fc.constantFrom('created', 'cancelled', 'expired'),
    sentSha256: fc.constantFrom('a', 'b'),
    round: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 8 }), async changes => {
      const world = subscriptionWorld()
      await world.subscribe('all')
      await world.deps.jobs.save(created({ sentSha256: 'a' }))
      const wanted = ['job.created']
      for (const { round, state, sentSha256 } of changes as (Pick<Job, 'state' | 'sentSha256'> & {
        round: boolean
      })[]) {
        const before = (await world.jobs.job('AB123')) as Job
        await world.deps.jobs.replace({ ...before, state, sentSha256, version: before.version + 1 })
        if (sentSha256 !== before.sentSha256) wanted.push('job.updated')
        if (state !== before.state && state !== 'created') wanted.push(`job.${state}`)
        if (round) await world.round()
      }
      await world.round()
      expect(
        world
          .events()
          .map(({ type }) => type)
          .toSorted(),
      ).toEqual(wanted.toSorted())
      expect(new Set(world.events().map(({ id }) => id)).size).toBe(wanted.length)
    }),
    { numRuns: 40 },
  )
})
