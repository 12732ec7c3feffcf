import { describe, expect, it } from '@jest/globals'
import { GENESIS, hashOf } from '../../lib/audit/chain.ts'
import type { AuditEvent } from '../../lib/audit/event.ts'
import { cancelJob } from '../../lib/jobs/change/cancel-job.ts'
import { updateJob } from '../../lib/jobs/change/update-job.ts'
import { type FollowDeps, followJobs } from '../../lib/jobs/follow/follow-jobs.ts'
import { getStatus } from '../../lib/jobs/follow/get-status.ts'
import { shippingLabels } from '../../lib/jobs/follow/shipping-labels.ts'
import type { Job } from '../../lib/jobs/job.ts'
import type { JobLists } from '../../lib/jobs/job-store.ts'
import { purgeJobs } from '../../lib/jobs/retain/purge-jobs.ts'
import { putShipment } from '../../lib/jobs/ship/put-shipment.ts'
import { recordCustody } from '../../lib/jobs/ship/record-custody.ts'
import { type ReconcileDeps, reconcile } from '../../lib/jobs/submit/reconcile.ts'
import { submitJob } from '../../lib/jobs/submit/submit-job.ts'
import { type Death, runUntil } from '../support/killed.ts'
import { importManifest } from '../support/manifests.ts'
import { type SubmissionWorld, submissionWorld } from '../support/submission-world.ts'
import type { Item } from '../support/world-stores.ts'

/*
 * A process may end between any two of its steps: before a call of a store or the service is done, or after. Afterwards, once
 * what runs by itself has looked, the job and its history agree: what was done has its event, once, and nothing else has.
 */

const LAB = { team: 'lab', principal: 'ann', role: 'member' } as const
const DAY = 24 * 60 * 60
const TEXT = importManifest()
const NEW_TEXT = importManifest('prefix:new/')
const FOREVER = new Date('2040-01-01')

type Deps = ReconcileDeps & FollowDeps & { readonly lists: JobLists }

const depsOf = ({ deps, lists, history }: SubmissionWorld): Deps => ({ ...deps, lists, history })

/** Everything that a process calls, seen through a port that may kill it. */
const through = (deps: Deps, port: <T extends object>(real: T) => T): Deps => ({
  ...deps,
  jobs: port(deps.jobs),
  lists: port(deps.lists),
  history: port(deps.history),
  archive: port(deps.archive),
  service: port(deps.service),
  keys: port(deps.keys),
})

/** What runs by itself, for so long that every lease has run out. */
const settle = async (world: SubmissionWorld) => {
  for (let round = 0; round < 4; round += 1) {
    world.pass(60)
    await reconcile(depsOf(world), FOREVER)
    await followJobs(depsOf(world), FOREVER)
  }
}

const onlyJob = async ({ jobs, service }: SubmissionWorld): Promise<Job | undefined> => {
  const [made] = service.jobs
  return made && jobs.job(made.jobId)
}

interface Action {
  /** What is there before. */
  readonly given: (world: SubmissionWorld) => Promise<unknown>
  readonly act: (deps: Deps, jobId: string) => Promise<unknown>
  /** The events that must be there in the end, once each; and none other of these actions that is done. */
  readonly events: (world: SubmissionWorld, job: Job | undefined, records: readonly Item[]) => readonly string[]
  /** The events that are counted. */
  readonly counted: readonly string[]
}

const submit = (deps: Deps) => submitJob(deps, { caller: LAB, text: TEXT, idempotencyKey: 'k' })
const submitted = (world: SubmissionWorld) => submit(depsOf(world))
/** A job that was made a while ago. */
const waiting = (seconds: number) => async (world: SubmissionWorld) => {
  await submitted(world)
  world.pass(seconds)
}
const ifSo = (isSo: boolean | undefined, ...events: string[]) => (isSo ? events : [])

const ACTIONS: Readonly<Record<string, Action>> = {
  'an update': {
    given: submitted,
    act: (deps, jobId) => updateJob(deps, { caller: LAB, jobId, text: NEW_TEXT }),
    events: ({ service }, job) => {
      const isUpdated = service.jobs[0]?.manifest.includes('prefix:new/')
      expect(job?.manifest.includes('prefix:new/')).toBe(isUpdated)
      expect(job?.authorship?.by).toBe(isUpdated ? 'ann' : undefined)
      return ifSo(isUpdated, 'ann update')
    },
    counted: ['update', 'sync'],
  },
  'a cancellation': {
    given: submitted,
    act: (deps, jobId) => cancelJob(deps, { caller: LAB, jobId }),
    events: ({ service }, job) => {
      expect(job?.state).toBe(service.jobs[0]?.cancelled ? 'cancelled' : 'created')
      return ifSo(service.jobs[0]?.cancelled, 'ann cancel')
    },
    counted: ['cancel', 'sync'],
  },
  'a shipment': {
    given: submitted,
    act: (deps, jobId) => putShipment(deps, { caller: LAB, jobId, carrier: 'UPS' }),
    events: (_world, job) => ifSo(job?.shipment !== undefined, 'ann ship', 'ann device'),
    counted: ['ship', 'device'],
  },
  'a step of custody': {
    given: submitted,
    act: (deps, jobId) => recordCustody(deps, { caller: LAB, jobId, step: 'sealed', by: 'Ann' }),
    events: (_world, job) => ifSo(job?.custody !== undefined, 'ann custody'),
    counted: ['custody'],
  },
  'a label': {
    given: submitted,
    act: (deps, jobId) => shippingLabels(deps, { caller: LAB, jobIds: [jobId], sender: {} }),
    events: (_world, job) => ifSo((job?.artifacts ?? []).length > 0, 'ann label'),
    counted: ['label'],
  },
  'a look at the status that finds the device arrived and the job cancelled elsewhere': {
    given: async world => {
      const { job } = await submitted(world)
      world.service.arrive(job.jobId)
      world.service.jobs.splice(0, 1, ...world.service.jobs.map(made => ({ ...made, cancelled: true })))
    },
    act: (deps, jobId) => getStatus(deps, { caller: LAB, jobId }),
    events: (_world, job) => {
      const isSeen = job?.state === 'cancelled'
      expect(job?.stage?.name).toBe(isSeen ? 'received' : undefined)
      return ifSo(isSeen, 'sync', 'device')
    },
    counted: ['sync', 'device'],
  },
  'a run that follows jobs and finds the device arrived': {
    given: async world => {
      const { job } = await submitted(world)
      world.service.arrive(job.jobId)
      world.pass(DAY)
    },
    act: deps => followJobs(deps, FOREVER),
    events: () => ['follow device'],
    counted: ['device'],
  },
  'a run that follows jobs seven days before one expires': {
    given: waiting(23 * DAY + 1),
    act: deps => followJobs(deps, FOREVER),
    events: () => ['follow expiry'],
    counted: ['expiry'],
  },
  'a purge': {
    given: async world => {
      const { job } = await submitted(world)
      await cancelJob(depsOf(world), { caller: LAB, jobId: job.jobId })
      world.pass(40 * DAY)
    },
    act: deps => purgeJobs({ ...deps, lists: deps.lists, archive: { removeUnder: async () => undefined } }, 30),
    events: (_world, job) => ifSo(job?.purgedAt !== undefined, 'retention purge'),
    counted: ['purge'],
  },
  'a submission': {
    given: async () => undefined,
    act: deps => submit(deps),
    // Where it was broken off, reconciliation adopts what the service has made, or gives up what never reached it.
    events: ({ service }, _job, records) =>
      service.jobs.length > 0 ? ['submit or adopt'] : ifSo(records[0]?.state === 'refused', 'release'),
    counted: ['submit', 'adopt', 'release'],
  },
  'a run that adopts a job whose answer was lost': {
    given: async world => {
      world.service.fates.push('answer lost')
      world.service.listFails = true
      await submitted(world).catch(() => undefined) // its answer is what is lost
      world.service.listFails = false
      world.pass(60)
    },
    act: deps => reconcile(deps, FOREVER),
    events: () => ['reconcile adopt'],
    counted: ['submit', 'adopt', 'release'],
  },
  'a second request that finds the job of the first, whose answer was lost': {
    given: async world => {
      world.service.fates.push('answer lost')
      world.service.listFails = true
      await submitted(world).catch(() => undefined) // its answer is what is lost
      world.service.listFails = false
      world.pass(60)
    },
    act: deps => submit(deps),
    events: () => ['adopt'],
    counted: ['submit', 'adopt', 'release'],
  },
  'a run that gives up what never reached the service': {
    given: async world => {
      world.service.fates.push('lost on the way there')
      await submitted(world).catch(() => undefined) // it is lost
      world.pass(60)
    },
    act: deps => reconcile(deps, FOREVER),
    events: () => ['reconcile release'],
    counted: ['submit', 'adopt', 'release'],
  },
  'a run that archives a SIGNATURE later': {
    given: async world => {
      world.archive.fails = true
      await submitted(world)
      world.archive.fails = false
      world.pass(60)
    },
    act: deps => reconcile(deps, FOREVER),
    events: () => ['waybill archive'],
    counted: ['archive'],
  },
}

const NEVER: Death = { step: Number.POSITIVE_INFINITY, isDone: false }

const expectChained = (events: readonly AuditEvent[]) => {
  const heads = new Map<string, AuditEvent>()
  for (const event of events) {
    const before = heads.get(event.stream)
    expect([event.sequence, event.previous, event.hash]).toEqual([
      (before?.sequence ?? 0) + 1,
      before?.hash ?? GENESIS,
      hashOf(event),
    ])
    heads.set(event.stream, event)
  }
}

/** Whether an event is the one that is expected: by whom and which, or only which. */
const isExpected = (expected: string, { principal, action }: AuditEvent) =>
  expected.split(' or ').includes(action) || expected === `${principal} ${action}`

const expectOnce = async (world: SubmissionWorld, { events, counted }: Action) => {
  const { events: all } = await world.history.feed({}, { limit: 1000 })
  expectChained(all)
  const done = all.filter(({ action, outcome }) => outcome === 'done' && counted.includes(action))
  const job = await onlyJob(world)
  expect(job ?? {}).not.toHaveProperty('unrecorded')
  expect(job ?? {}).not.toHaveProperty('change')
  const items = await world.items()
  for (const item of items) expect(item).not.toHaveProperty('open')
  const records = items.filter(({ idempotencyKey }) => idempotencyKey !== undefined)
  const expected = events(world, job, records)
  const text = done.map(({ principal, action }) => `${principal} ${action}`)
  expect({ text, count: done.length }).toEqual({ text, count: expected.length })
  for (const one of expected)
    expect({ text, one: done.filter(event => isExpected(one, event)).length }).toEqual({ text, one: 1 })
}

const lifeOf = async (action: Action, death?: Death) => {
  const world = submissionWorld()
  await action.given(world)
  const jobId = world.service.jobs[0]?.jobId ?? ''
  const steps = await runUntil(death, port => action.act(through(depsOf(world), port), jobId))
  if (death) await settle(world)
  else await followJobs(depsOf(world), FOREVER)
  await expectOnce(world, action)
  return steps
}

describe.each(Object.entries(ACTIONS))('%s', (_name, action) => {
  it('has each of its events once, wherever it is killed', async () => {
    const steps = await lifeOf(action)
    expect(steps).toBeGreaterThan(2)
    for (let step = 0; step < steps; step += 1) {
      for (const isDone of [false, true]) {
        try {
          await lifeOf(action, { step, isDone })
        } catch (error) {
          throw new Error(`Killed ${isDone ? 'after' : 'before'} step ${step} of ${steps}`, { cause: error })
        }
      }
    }
  })
})

describe('a submission that the service refuses', () => {
  it('is never refused without an event, wherever it is killed', async () => {
    const lifeUntil = async (death?: Death) => {
      const world = submissionWorld()
      world.service.fates.push('refused')
      const steps = await runUntil(death ?? NEVER, port => submit(through(depsOf(world), port)))
      await settle(world)
      const { events } = await world.history.feed({}, { limit: 1000 })
      expectChained(events)
      const [record] = await world.items()
      const ends = events.map(({ action, outcome }) => `${action} ${outcome}`)
      if (record) expect({ ends, state: record.state }).toEqual({ ends, state: 'refused' })
      if (record) expect(ends.some(end => end === 'submit refused' || end === 'release done')).toBe(true)
      expect(new Set(ends).size).toBe(ends.length)
      return steps
    }
    const steps = await lifeUntil()
    for (let step = 0; step < steps; step += 1) for (const isDone of [false, true]) await lifeUntil({ step, isDone })
  })
})
