import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Submission } from '../../lib/jobs/submit/submit-job.ts'
import { startDynamo } from '../support/dynalite.ts'
import { SERVICE_FAULTS, type ServiceFault } from '../support/faulty-service.ts'
import { importManifest } from '../support/manifests.ts'
import { createTruthWorld, type TruthWorld, type WriteFault } from '../support/truth-world.ts'

/*
 * The same manifest without a key, after its job was cancelled: whatever breaks, at whatever moment, it makes exactly one
 * new job. The service is the real depot, over HTTP.
 */

let dynamo: Awaited<ReturnType<typeof startDynamo>>
let world: TruthWorld
beforeAll(async () => {
  dynamo = await startDynamo()
})
afterAll(() => dynamo.stop())

const TEXT = importManifest()
const WRITE_FAULTS: readonly WriteFault[] = ['fails', 'is lost', 'killed before', 'killed after']
/** Of a submission that follows a cancelled one, in this order; the three before the last are side by side. */
const WRITES = ['claim', 'advance', 'claim of the next', 'CreateJob', 'save', 'archive', 'list', 'complete']

describe('the next job of a manifest', () => {
  let first: Submission
  beforeEach(async () => {
    world = await createTruthWorld(dynamo)
    first = await world.insist(TEXT)
    await world.cancel(first.job.jobId)
  })
  afterEach(() => world.stop())

  const expectOneMore = async (told: object) => {
    const last = await world.insist(TEXT)
    expect(last.job.jobId).not.toBe(first.job.jobId)
    await world.pass(31)
    await world.settleAll()
    const second = 'submission' in told ? [told.submission as Submission] : []
    await world.expectTruth([first, ...second, last])
  }

  it('takes the writes that the table below walks through', async () => {
    const next = await world.submit(TEXT)

    expect(next.writes).toBe(WRITES.length)
    await expectOneMore(next)
  })

  it.each(WRITES.flatMap((name, write) => WRITE_FAULTS.map(fault => [name, fault, write] as const)))(
    'is one, where the %s %s',
    async (_name, fault, write) => {
      await expectOneMore(await world.submit(TEXT, undefined, new Map([[write, fault]])))
    },
  )

  it.each(SERVICE_FAULTS)('is one, where CreateJob meets "%s"', async fault => {
    world.spoilNext([fault])
    const told = await world.submit(TEXT)
    world.spoilNext([])

    await expectOneMore(told)
  })
})

describe('several clients that send one manifest and cancel its jobs, with any faults, kills and retries', () => {
  type Step =
    | { readonly does: 'submit'; readonly times: number; readonly write: number; readonly fault: WriteFault | null }
    | { readonly does: 'cancel' }
    | { readonly does: 'pass'; readonly seconds: number }
    | { readonly does: 'spoil'; readonly faults: readonly ServiceFault[] }

  const does = <D extends Step['does']>(name: D) => fc.constant(name)
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      arbitrary: fc.record({
        does: does('submit'),
        times: fc.integer({ min: 1, max: 3 }),
        write: fc.nat({ max: 9 }),
        fault: fc.option(fc.constantFrom(...WRITE_FAULTS), { freq: 2 }),
      }),
      weight: 5,
    },
    { arbitrary: fc.record({ does: does('cancel') }), weight: 3 },
    { arbitrary: fc.record({ does: does('pass'), seconds: fc.constantFrom(1, 10, 31) }), weight: 2 },
    {
      arbitrary: fc.record({
        does: does('spoil'),
        faults: fc.array(fc.constantFrom(...SERVICE_FAULTS), { minLength: 1, maxLength: 3 }),
      }),
      weight: 2,
    },
  )

  it('end with one living job, and one more for each that was cancelled', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async steps => {
        world = await createTruthWorld(dynamo)
        try {
          const told: Submission[] = []
          const cancelled: string[] = []
          for (const next of steps) {
            if (next.does === 'pass') await world.pass(next.seconds)
            if (next.does === 'spoil') world.spoilNext(next.faults)
            if (next.does === 'submit') {
              const plan = new Map(next.fault === null ? [] : [[next.write, next.fault] as const])
              const outcomes = await Promise.all(
                Array.from({ length: next.times }, () => world.submit(TEXT, undefined, plan)),
              )
              for (const outcome of outcomes) if ('submission' in outcome) told.push(outcome.submission)
            }
            if (next.does === 'cancel') {
              world.spoilNext([])
              const { job } = await world.insist(TEXT)
              await world.cancel(job.jobId)
              told.push(await world.insist(TEXT))
              cancelled.push(job.jobId)
            }
          }
          world.spoilNext([])
          const last = await world.insist(TEXT)
          await world.pass(31)
          await world.settleAll()

          const jobIds = new Set([...told.map(({ job }) => job.jobId), ...cancelled, last.job.jobId])
          expect(jobIds.size).toBe(cancelled.length + 1)
          expect(cancelled).not.toContain(last.job.jobId)
          expect(await world.jobIds()).toEqual([...jobIds].sort())
        } finally {
          await world.stop()
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    )
  })
})

/** More of them where somebody wants to be surer. */
const RUNS = Number(process.env.WAYBILL_TEST_RUNS ?? 8)
