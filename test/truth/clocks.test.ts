import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createQueryService } from '../../lib/adapters/service/query-service.ts'
import { createDepot } from '../../lib/depot/depot.ts'
import { JobError } from '../../lib/jobs/errors.ts'
import { submitJob } from '../../lib/jobs/submit/submit-job.ts'
import { depotDeps } from '../depot/depot-fixture.ts'
import { serveFaultyDepot } from '../support/faulty-service.ts'
import { importManifest } from '../support/manifests.ts'
import { type SubmissionWorld, submissionWorld } from '../support/submission-world.ts'

/*
 * Waybill's clock may be another than the service's. A job whose answer was lost must be found again all the same, and where
 * the clocks differ so much that nothing is certain, nothing may be sent.
 */

const MINUTE = 60_000
const LAB = { team: 'lab', principal: 'ann', role: 'member' } as const

let world: SubmissionWorld
let service: Awaited<ReturnType<typeof serveFaultyDepot>>
let skewMs: number
let actions: string[]
/** The service's clock is the world's; Waybill's own is so much ahead. */
const ours = () => new Date(world.deps.clock().getTime() + skewMs)

beforeEach(async () => {
  world = submissionWorld()
  skewMs = 0
  actions = []
  service = await serveFaultyDepot(createDepot(depotDeps({ clock: () => world.deps.clock() })))
})
afterEach(() => service.stop())

const depsOf = (signatureVersion: 2 | 4 = 2) => {
  const { deps } = world
  const remote = createQueryService({
    endpoint: new URL(service.url),
    signatureVersion,
    exchange: service.exchange,
    clock: ours,
  })
  return { ...deps, clock: ours, service: remote }
}

/** From now on the service acts, and nobody hears; what asks for nothing is answered. */
const lose = () => {
  service.setPlan(asked => {
    actions.push(asked)
    return asked === '' ? undefined : 'connection dropped after the service acted'
  })
}
const heal = () => service.setPlan(asked => void actions.push(asked))

const submit = (deps: ReturnType<typeof depsOf>) => submitJob(deps, { caller: LAB, text: importManifest() })
const refusalOf = (asked: Promise<unknown>) =>
  asked.then(
    () => undefined,
    error => (error instanceof JobError ? error.code : error),
  )
const jobsMade = () => actions.filter(action => action === 'CreateJob').length

describe.each([2, 4] as const)('with signatures of version %i', version => {
  it.each([0, 10, -10, 14, -14])(
    'and a clock %i minutes off, a job whose answer was lost is found, not doubled',
    async minutes => {
      skewMs = minutes * MINUTE
      const deps = depsOf(version)
      lose()
      expect(await refusalOf(submit(deps))).toBe('SERVICE_TIMEOUT')
      world.pass(31)
      heal()

      const { job, replayed } = await submit(deps)

      expect(replayed).toBe(true)
      expect(job.jobId).toMatch(/^\w{5}$/)
      expect(jobsMade()).toBe(1)
    },
  )

  it.each([14, -14])(
    'and a clock that was %i minutes off and has been set meanwhile, it is found too',
    async minutes => {
      skewMs = minutes * MINUTE
      lose()
      expect(await refusalOf(submit(depsOf(version)))).toBe('SERVICE_TIMEOUT')
      skewMs = 0
      world.pass(16 * 60)
      heal()

      expect(await submit(depsOf(version))).toMatchObject({ replayed: true })
      expect(jobsMade()).toBe(1)
    },
  )

  it.each([17, -17, 24 * 60, -24 * 60])(
    'and a clock %i minutes off, nothing is sent and nothing is written',
    async minutes => {
      skewMs = minutes * MINUTE
      heal()

      expect(await refusalOf(submit(depsOf(version)))).toBe('CLOCK_WRONG')
      expect(actions).toEqual([''])
      expect(await world.items()).toEqual([])

      skewMs = 0
      expect(await submit(depsOf(version))).toMatchObject({ replayed: false })
    },
  )
})

describe('a service that did not show its time', () => {
  it('has the job looked for further back, since it is unknown how wrong our clock was', async () => {
    skewMs = 17 * MINUTE
    const deps = depsOf()
    const blind = { ...deps, service: { ...deps.service, clockAheadMs: async () => undefined } }
    service.setPlan(asked => {
      actions.push(asked)
      return 'connection dropped after the service acted'
    })
    expect(await refusalOf(submit(blind))).toBe('SERVICE_TIMEOUT')
    skewMs = 0
    world.pass(17 * 60 + 60)
    heal()

    expect(await submit(depsOf())).toMatchObject({ replayed: true })
    expect(jobsMade()).toBe(1)
  })
})
