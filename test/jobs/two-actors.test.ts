import { describe, expect, it } from '@jest/globals'
import { cancelJob } from '../../lib/jobs/change/cancel-job.ts'
import { updateJob } from '../../lib/jobs/change/update-job.ts'
import { recordChanges } from '../../lib/jobs/change-events.ts'
import { JobError } from '../../lib/jobs/errors.ts'
import { getStatus } from '../../lib/jobs/follow/get-status.ts'
import { shippingLabels } from '../../lib/jobs/follow/shipping-labels.ts'
import type { Job } from '../../lib/jobs/job.ts'
import { type ReconcileDeps, reconcile } from '../../lib/jobs/submit/reconcile.ts'
import { type Submission, submitJob } from '../../lib/jobs/submit/submit-job.ts'
import type { Credentials } from '../../lib/teams/keys.ts'
import { itIsAJobStore } from '../contract/job-store.ts'
import { type Ending, everyOrder, interleave, type StepPort } from '../support/interleave.ts'
import { exportManifest, importManifest } from '../support/manifests.ts'
import { createMemoryJobStore } from '../support/memory-job-store.ts'
import { type Fate, ScriptedService } from '../support/scripted-service.ts'
import { createMemoryArchive, KEY, START } from '../support/submission-world.ts'

/*
 * Two actors at work on one submission or one job, and time, which may pass between any two of their steps: in every order
 * with a few interruptions there is one job, and everybody's answer agrees with it.
 */

const LAB = { team: 'lab', principal: 'ann', role: 'member' } as const
const OTHER_KEY = { accessKeyId: 'AKIAI44QH8DHBEXAMPLE', secretAccessKey: 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY' }
const TEXT = importManifest()
const LEASE_SECONDS = 30
/** For so long the service takes a version 4 request: longer than a lease, so that only Waybill's own guards are in the way of a late one. */
const ACCEPTED_SECONDS = 15 * 60

/** A world in memory, cheap enough to be built thousands of times; the service takes a request for as long as version 4 does. */
const createWorld = () => {
  let now = START
  let ids = 0
  const clock = () => new Date(now)
  const memory = createMemoryJobStore()
  const service = new ScriptedService(clock)
  service.acceptsForMs = ACCEPTED_SECONDS * 1000
  const archive = createMemoryArchive()
  const keys = new Map<string, readonly Credentials[]>([['lab', [KEY]]])
  const errors: string[] = []
  const deps: ReconcileDeps = {
    service,
    archive,
    jobs: memory.store,
    history: memory.history,
    lists: {
      open: async () => ({ entries: [...memory.records.values()].filter(({ open }) => open).map(({ id }) => id) }),
    },
    downloads: {
      get: async () => {
        throw new Error('these jobs have no PDFs')
      },
    },
    keys: {
      ofTeam: async team => keys.get(team) ?? [],
      find: async accessKeyId => {
        for (const [team, ofTeam] of keys) {
          const key = ofTeam.find(candidate => candidate.accessKeyId === accessKeyId)
          if (key) return { ...key, team }
        }
        return undefined
      },
    },
    clock,
    newId: () => {
      ids += 1
      return `id-${ids}`
    },
    log: { info: () => undefined, error: message => void errors.push(message) },
    metrics: { report: () => undefined },
    era: 'lenient',
    timing: { deadlineMs: 20_000, leaseMs: LEASE_SECONDS * 1000, resolveMarginMs: 5_000 },
  }
  /** The same world, in which each call of a store, the archive, the keys or the service waits for its turn. */
  const seenThrough = (step: StepPort): ReconcileDeps => ({
    ...deps,
    service: step(deps.service),
    archive: step(deps.archive),
    jobs: step(deps.jobs),
    keys: step(deps.keys),
    lists: step(deps.lists),
  })
  const pass = (seconds: number) => {
    now += seconds * 1000
  }
  const clockOf = (step: StepPort) => step({ passes: async (seconds: number) => pass(seconds) })
  return { ...memory, service, archive, keys, errors, deps, seenThrough, pass, clockOf }
}

type World = ReturnType<typeof createWorld>

const submit = (world: World, deps = world.deps) => submitJob(deps, { caller: LAB, text: TEXT, idempotencyKey: 'k' })
const sweep = (world: World, deps = world.deps) => reconcile(deps, new Date(deps.clock().getTime() + 3_600_000))
const timePasses = (world: World, seconds: number) => (step: StepPort) => world.clockOf(step).passes(seconds)

/** Sends the same again for as long as it is asked to. */
const insist = async (world: World, again: (world: World) => Promise<Submission> = submit): Promise<Submission> => {
  for (let attempt = 0; attempt < 9; attempt += 1) {
    try {
      return await again(world)
    } catch (error) {
      if (!(error instanceof JobError)) throw error
      world.pass(error.details.retryAfterSeconds ?? 1)
    }
  }
  throw new Error('no job after 9 attempts')
}

/** In the end there is one job at the service, one record, one job item and one SIGNATURE, and whoever was told of a job was told of this. */
const expectOneJob = async (world: World, endings: readonly Ending[]) => {
  for (const ending of endings) if ('error' in ending) expect(ending.error).toBeInstanceOf(JobError)
  const { job } = await insist(world)
  world.pass(LEASE_SECONDS + 1)
  await sweep(world)

  expect(world.service.jobs.map(({ jobId }) => jobId)).toEqual([job.jobId])
  expect([...world.jobs.keys()]).toEqual([job.jobId])
  expect([...world.records.values()]).toMatchObject([{ state: 'created', jobId: job.jobId }])
  expect([...world.records.values()][0]).not.toHaveProperty('open')
  expect([...world.archive.objects.keys()]).toEqual([`signatures/lab/${job.jobId}/SIGNATURE`])
  const answers = endings.flatMap(ending => ('value' in ending ? [ending.value as Partial<Submission>] : []))
  const named = answers.flatMap(answer => (answer.job ? [answer.job.jobId] : []))
  expect(named).toEqual(named.map(() => job.jobId))
}

itIsAJobStore(async () => createMemoryJobStore().store)

describe('two submissions of one key', () => {
  it('make one job, in whatever order their steps come and however slow they are', async () => {
    const orders = await everyOrder(2, async (choose, trail) => {
      const world = createWorld()
      const { first, second } = await interleave(
        {
          first: step => submit(world, world.seenThrough(step)),
          second: step => submit(world, world.seenThrough(step)),
          time: timePasses(world, LEASE_SECONDS + 1),
        },
        choose,
        trail,
      )
      await expectOneJob(world, [first, second])
    })
    expect(orders).toBeGreaterThan(100)
  })

  const LOST: readonly Fate[] = ['lost on the way there', 'answer lost', 'garbled on the way there', 'not sent']
  it.each(LOST)('after a first that was %s make one job: whoever lost its lease sends nothing', async fate => {
    await everyOrder(1, async (choose, trail) => {
      const world = createWorld()
      world.service.fates.push(fate)
      world.service.listFails = true
      await submit(world).catch(() => undefined) // its answer is what is lost
      world.service.listFails = false
      world.pass(ACCEPTED_SECONDS + 10)
      const { first, second } = await interleave(
        {
          first: step => submit(world, world.seenThrough(step)),
          second: step => submit(world, world.seenThrough(step)),
          time: timePasses(world, LEASE_SECONDS + 1),
        },
        choose,
        trail,
      )
      await expectOneJob(world, [first, second])
    })
  })
})

describe('submissions of a manifest without a key, whose job is over', () => {
  const byContent = (world: World, deps = world.deps) => submitJob(deps, { caller: LAB, text: TEXT })
  const cancel = (world: World, jobId: string, deps = world.deps) => cancelJob(deps, { caller: LAB, jobId })
  const isOver = (world: World, jobId: string) =>
    world.service.isReturned(jobId) || world.service.jobs.some(job => job.jobId === jobId && job.cancelled)

  /** In the end one job of the manifest is alive, each other had its end, and whoever made or got one names one of these. */
  const expectOneAlive = async (world: World, endings: readonly Ending[], jobs: number) => {
    for (const ending of endings) if ('error' in ending) expect(ending.error).toBeInstanceOf(JobError)
    const { job } = await insist(world, byContent)
    world.pass(LEASE_SECONDS + 1)
    await sweep(world)

    const there = world.service.jobs.map(({ jobId }) => jobId)
    expect(there.filter(jobId => !isOver(world, jobId))).toEqual([job.jobId])
    expect(there).toHaveLength(jobs)
    expect([...world.jobs.keys()].sort()).toEqual(there.toSorted())
    expect([...world.records.values()].map(({ jobId }) => jobId).sort()).toEqual(there.toSorted())
    for (const record of world.records.values()) {
      expect(record.state).toBe('created')
      expect(record).not.toHaveProperty('open')
    }
    const answers = endings.flatMap(ending => ('value' in ending ? [ending.value as Partial<Submission>] : []))
    for (const answer of answers) if (answer.job) expect(there).toContain(answer.job.jobId)
  }

  /** A world in which the manifest's job is over, in one of the two ways that Waybill hears of, or does not. */
  const afterOne = async (end: 'cancelled' | 'returned') => {
    const world = createWorld()
    const { job } = await byContent(world)
    if (end === 'cancelled') await cancel(world, job.jobId)
    else world.service.sendBack(job.jobId)
    return world
  }

  /** Two requests that come at once. */
  const twoIn = (world: World) => ({
    first: (step: StepPort) => byContent(world, world.seenThrough(step)),
    second: (step: StepPort) => byContent(world, world.seenThrough(step)),
  })

  it('make exactly one new job, in whatever order their steps come', async () => {
    const orders = await everyOrder(2, async (choose, trail) => {
      const world = await afterOne('cancelled')
      const { first, second } = await interleave(twoIn(world), choose, trail)
      await expectOneAlive(world, [first, second], 2)
    })
    expect(orders).toBeGreaterThan(100)
  })

  it('make exactly one new job, however slow they are', async () => {
    await everyOrder(1, async (choose, trail) => {
      const world = await afterOne('returned')
      const actors = { ...twoIn(world), time: timePasses(world, LEASE_SECONDS + 1) }
      const { first, second } = await interleave(actors, choose, trail)
      await expectOneAlive(world, [first, second], 2)
    })
  })

  it('make exactly one new job while the one before is being cancelled', async () => {
    await everyOrder(1, async (choose, trail) => {
      const world = createWorld()
      const { job } = await byContent(world)
      const cancelling = (step: StepPort) => cancel(world, job.jobId, world.seenThrough(step))
      const endings = await interleave({ ...twoIn(world), cancelling }, choose, trail)
      expect(endings.cancelling).toHaveProperty('value')
      await expectOneAlive(world, [endings.first, endings.second], 2)
    })
  })

  it('make one new job for each end, where one is slow and another makes, cancels and makes again', async () => {
    await everyOrder(1, async (choose, trail) => {
      const world = await afterOne('cancelled')
      const { slow, fast } = await interleave(
        {
          slow: step => byContent(world, world.seenThrough(step)),
          fast: async step => {
            const deps = world.seenThrough(step)
            const { job } = await byContent(world, deps)
            await cancel(world, job.jobId, deps)
            return byContent(world, deps)
          },
        },
        choose,
        trail,
      )
      await expectOneAlive(world, [slow, fast], 'value' in fast ? 3 : 2)
    })
  })

  const LOST: readonly Fate[] = ['lost on the way there', 'answer lost', 'not sent']
  it.each(LOST)(
    'make exactly one new job, though the next request is %s',
    async fate => {
      await everyOrder(1, async (choose, trail) => {
        const world = await afterOne('returned')
        world.service.fates.push(fate)
        const { first } = twoIn(world)
        const reconciler = (step: StepPort) => sweep(world, world.seenThrough(step))
        const time = timePasses(world, LEASE_SECONDS + 1)
        const endings = await interleave({ first, reconciler, time }, choose, trail)
        await expectOneAlive(world, [endings.first], 2)
      })
    },
    120_000,
  )
})

describe('a submission and the reconciler', () => {
  it.each<Fate>(['answered', 'refused', 'answer lost', 'lost on the way there'])(
    'agree on one job, where the first request was %s',
    async fate => {
      await everyOrder(2, async (choose, trail) => {
        const world = createWorld()
        world.service.fates.push(fate)
        const { first, reconciler } = await interleave(
          {
            first: step => submit(world, world.seenThrough(step)),
            reconciler: step => sweep(world, world.seenThrough(step)),
            time: timePasses(world, LEASE_SECONDS + 1),
          },
          choose,
          trail,
        )
        expect(reconciler).toHaveProperty('value')
        await expectOneJob(world, [first])
      })
    },
  )

  it('agree on one job where the reconciler runs twice at once', async () => {
    await everyOrder(1, async (choose, trail) => {
      const world = createWorld()
      world.service.fates.push('answer lost')
      world.service.listFails = true
      await submit(world).catch(() => undefined) // its answer is what is lost
      world.service.listFails = false
      world.pass(LEASE_SECONDS + 1)
      const { one, other } = await interleave(
        {
          one: step => sweep(world, world.seenThrough(step)),
          other: step => sweep(world, world.seenThrough(step)),
          time: timePasses(world, LEASE_SECONDS + 1),
        },
        choose,
        trail,
      )
      expect([one, other]).toMatchObject([{ value: expect.anything() }, { value: expect.anything() }])
      await expectOneJob(world, [])
    })
  })
})

describe('two actors on one job', () => {
  const created = async () => {
    const world = createWorld()
    const { job } = await submit(world)
    return { world, asking: { caller: LAB, jobId: job.jobId } }
  }
  const current = (world: World, jobId: string): Job => {
    const job = world.jobs.get(jobId)
    if (!job) throw new Error(`${jobId} is not there`)
    return job
  }
  /** The job item is as the service has it, at the latest after one look at its status. */
  const expectInStep = async (world: World, jobId: string, isAfterLook: boolean) => {
    world.pass(LEASE_SECONDS + 1)
    if (isAfterLook) await getStatus(world.deps, { caller: LAB, jobId })
    const [there] = world.service.jobs
    expect(current(world, jobId)).toMatchObject({
      state: there?.cancelled ? 'cancelled' : 'created',
      jobType: there?.jobType,
    })
    expect(there?.manifest.match(/prefix:\S+/)?.[0]).toBe(current(world, jobId).manifest.match(/prefix:\S+/)?.[0])
  }

  it('never send two updates into each other: the item is as the service has it', async () => {
    await everyOrder(2, async (choose, trail) => {
      const { world, ...made } = await created()
      const asking = { ...made.asking, allowKindChange: true }
      const endings = await interleave(
        {
          one: step => updateJob(world.seenThrough(step), { ...asking, text: importManifest('prefix:one/') }),
          other: step => updateJob(world.seenThrough(step), { ...asking, text: exportManifest() }),
        },
        choose,
        trail,
      )
      for (const ending of Object.values(endings)) {
        if ('error' in ending) expect(ending.error).toMatchObject({ code: 'CHANGE_IN_PROGRESS' })
      }
      await expectInStep(world, asking.jobId, false)
      expect(world.errors).toEqual([])
      const done = Object.values(endings).filter(ending => !('error' in ending)).length
      const numbers = Array.from({ length: done }, (_, index) => index + 1)
      expect(current(world, asking.jobId).authorship?.number).toBe(done + 1)
      expect([...world.manifests.keys()]).toEqual(numbers.map(number => `${asking.jobId}/${number}`))
    })
  })

  it.each([
    [
      'an update',
      (world: World, step: StepPort, jobId: string) =>
        updateJob(world.seenThrough(step), { caller: LAB, jobId, text: importManifest('prefix:new/') }),
    ],
    [
      'a cancellation',
      (world: World, step: StepPort, jobId: string) => cancelJob(world.seenThrough(step), { caller: LAB, jobId }),
    ],
  ] as const)('never let a look at the status or a label overwrite %s', async (_name, change) => {
    await everyOrder(1, async (choose, trail) => {
      const { world, asking } = await created()
      const { changing } = await interleave(
        {
          changing: step => change(world, step, asking.jobId),
          looking: step => getStatus(world.seenThrough(step), asking),
          labelling: step =>
            shippingLabels(world.seenThrough(step), { caller: LAB, jobIds: [asking.jobId], sender: {} }),
        },
        choose,
        trail,
      )
      if ('error' in changing) expect(changing.error).toMatchObject({ code: 'CHANGE_IN_PROGRESS' })
      await expectInStep(world, asking.jobId, false)
      expect(world.errors).toEqual([])
    })
  })
})

describe('the history of a job', () => {
  const eventsOf = (world: World, jobId: string) => world.events.filter(event => event.jobId === jobId)

  it.each([
    [
      'an update',
      (deps: ReconcileDeps, jobId: string) =>
        updateJob(deps, { caller: LAB, jobId, text: importManifest('prefix:new/') }),
      'update',
    ],
    ['a cancellation', (deps: ReconcileDeps, jobId: string) => cancelJob(deps, { caller: LAB, jobId }), 'cancel'],
  ] as const)('has %s once, though others bring its events there at the same time', async (_name, change, action) => {
    await everyOrder(1, async (choose, trail) => {
      const world = createWorld()
      const { job } = await submit(world)
      const { jobId } = job
      const seen = (step: StepPort) => ({ ...world.seenThrough(step), history: step(world.history) })
      const recording = async (step: StepPort) => {
        const deps = seen(step)
        const there = await deps.jobs.job(jobId)
        return there && recordChanges(deps, there)
      }
      const { changing } = await interleave(
        { changing: step => change(seen(step), jobId), one: recording, other: recording },
        choose,
        trail,
      )

      world.pass(LEASE_SECONDS + 1)
      await getStatus(world.deps, { caller: LAB, jobId })
      const there = await world.deps.jobs.job(jobId)
      if (there) await recordChanges(world.deps, there)
      const events = eventsOf(world, jobId)
      const done = 'error' in changing ? 0 : 1
      expect(events.filter(event => event.action === action && event.outcome === 'done')).toHaveLength(done)
      expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
      expect(await world.deps.jobs.job(jobId)).not.toHaveProperty('unrecorded')
    })
  })
})

describe('an adopted job', () => {
  it('belongs to the key that signed the lost request, though its team prefers another now', async () => {
    const world = createWorld()
    world.service.fates.push('answer lost')
    world.service.listFails = true
    await submit(world).catch(() => undefined) // its answer is what is lost
    world.service.listFails = false
    world.keys.set('lab', [OTHER_KEY, KEY])
    world.pass(LEASE_SECONDS + 1)
    const before = world.service.calls.length

    const { job } = await submit(world)

    expect(job.accessKeyId).toBe(KEY.accessKeyId)
    expect(world.service.calls.slice(before).map(({ credentials }) => credentials.accessKeyId)).toEqual([
      KEY.accessKeyId,
    ])
  })
})
