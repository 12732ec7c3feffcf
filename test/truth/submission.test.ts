import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Submission } from '../../lib/jobs/submit/submit-job.ts'
import { startDynamo } from '../support/dynalite.ts'
import { SERVICE_FAULTS, type ServiceFault } from '../support/faulty-service.ts'
import { importManifest } from '../support/manifests.ts'
import { createTruthWorld, type TruthWorld, type WriteFault } from '../support/truth-world.ts'

/*
 * Whatever breaks, at whatever moment: in the end there is one job at the service, one record, one job item and one
 * SIGNATURE for each manifest, and what clients were told agrees with them. The service is the real depot, over HTTP.
 */

let dynamo: Awaited<ReturnType<typeof startDynamo>>
let world: TruthWorld
beforeAll(async () => {
  dynamo = await startDynamo()
})
afterAll(() => dynamo.stop())

const TEXT = importManifest()
const WRITE_FAULTS: readonly WriteFault[] = ['fails', 'is lost', 'killed before', 'killed after']
/** Of a submission that nothing happens to, in this order; the three in the middle are side by side. */
const WRITES = ['claim', 'CreateJob', 'save', 'archive', 'list', 'complete']

const ENDINGS: readonly [string, () => Promise<void>][] = [
  ['a retry of the same key', async () => undefined],
  [
    'reconciliation, and then the same key again',
    async () => {
      await world.pass(31)
      await world.settleAll()
      expect((await world.items()).filter(({ open }) => open)).toEqual([])
    },
  ],
]

describe.each([
  ['version 2, indexes that do not lag', { signatureVersion: 2, lags: false }],
  ['version 2, indexes that lag', { signatureVersion: 2, lags: true }],
  ['version 4', { signatureVersion: 4, lags: false }],
  ['version 2, in SQLite', { signatureVersion: 2, lags: false, engine: 'sqlite' }],
] as const)('%s', (_name, options) => {
  beforeEach(async () => {
    world = await createTruthWorld(dynamo, options)
  })
  afterEach(() => world.stop())

  // With version 4 nothing is certain for a quarter of an hour; `insist` waits for that. Only reconciliation reads an index.
  const endings = options.signatureVersion === 4 ? ENDINGS.slice(0, 1) : ENDINGS.slice(options.lags ? 1 : 0)

  it('counts the writes that the table below walks through', async () => {
    expect((await world.submit(TEXT, 'k')).writes).toBe(WRITES.length)
    await world.expectTruth([await world.insist(TEXT, 'k')])
  })

  describe.each(endings)('ended by %s', (_ending, end) => {
    it.each(WRITES.flatMap((name, write) => WRITE_FAULTS.map(fault => [name, fault, write] as const)))(
      '%s %s',
      async (_write, fault, write) => {
        const first = await world.submit(TEXT, 'k', new Map([[write, fault]]))

        await end()
        const last = await world.insist(TEXT, 'k')
        await world.expectTruth('submission' in first ? [first.submission, last] : [last])
      },
    )

    it.each(SERVICE_FAULTS)('CreateJob: %s', async fault => {
      world.spoilNext([fault])
      const first = await world.submit(TEXT, 'k')

      await end()
      const last = await world.insist(TEXT, 'k')
      await world.expectTruth('submission' in first ? [first.submission, last] : [last])
    })

    it.each(SERVICE_FAULTS)('CreateJob and every question after it: %s', async fault => {
      world.spoilNext(
        Array.from({ length: 8 }, () => fault),
        () => true,
      )
      const first = await world.submit(TEXT, 'k')
      expect(first).toHaveProperty('error')

      world.spoilNext([])
      await end()
      await world.expectTruth([await world.insist(TEXT, 'k')])
    })
  })
})

describe('a live but slow request whose lease is taken over', () => {
  beforeEach(async () => {
    world = await createTruthWorld(dynamo)
  })
  afterEach(() => world.stop())

  /** Holds the next CreateJob up until `release`. */
  const holdUp = (moment: 'before' | 'after') => {
    const released = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    let holds = true
    world.setGate(async (action, when) => {
      if (action !== 'CreateJob' || when !== moment || !holds) return
      holds = false
      held.resolve()
      await released.promise
    })
    return { held: held.promise, release: () => released.resolve() }
  }

  it('is waited for as long as the service may accept what is on its way: a quarter of an hour with version 4', async () => {
    await world.stop()
    world = await createTruthWorld(dynamo, { signatureVersion: 4 })
    const { held, release } = holdUp('before')
    const slow = world.submit(TEXT, 'k')
    await held
    await world.pass(31)

    const meanwhile = await world.submit(TEXT, 'k')
    expect(meanwhile).toMatchObject({ error: { code: 'SUBMISSION_IN_PROGRESS' } })
    expect(await world.settleAll()).toMatchObject({ waiting: 1, released: 0 })
    release()
    const first = await slow

    const second = await world.insist(TEXT, 'k')
    await world.expectTruth('submission' in first ? [first.submission, second] : [second])
  })

  it.each(['before', 'after'] as const)('held up %s the service acted', async moment => {
    const { held, release } = holdUp(moment)
    const slow = world.submit(TEXT, 'k')
    await held
    await world.pass(31)

    const second = await world.insist(TEXT, 'k')
    release()
    const first = await slow

    await world.expectTruth('submission' in first ? [first.submission, second] : [second])
    await world.settleAll()
    await world.expectTruth([await world.insist(TEXT, 'k')])
  })
})

describe('several clients, any faults, kills and retries', () => {
  const KEYS = ['a', 'b']
  const manifestOf = (key: string) => importManifest(`prefix:${key}/`)

  interface Broken {
    readonly write: number
    readonly fault: WriteFault | null
  }
  type Step =
    | ({ readonly does: 'submit'; readonly keys: readonly string[] } & Broken)
    | ({ readonly does: 'reconcile' } & Broken)
    | { readonly does: 'pass'; readonly seconds: number }
    | { readonly does: 'spoil'; readonly faults: readonly ServiceFault[]; readonly everything: boolean }

  const broken = {
    write: fc.nat({ max: 9 }),
    fault: fc.option(fc.constantFrom(...WRITE_FAULTS), { freq: 2 }),
  }
  const does = <D extends Step['does']>(name: D) => fc.constant(name)
  const keys = fc.array(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 4 })
  const faults = fc.array(fc.constantFrom(...SERVICE_FAULTS), { minLength: 1, maxLength: 3 })
  const step: fc.Arbitrary<Step> = fc.oneof(
    { arbitrary: fc.record({ does: does('submit'), keys, ...broken }), weight: 5 },
    { arbitrary: fc.record({ does: does('reconcile'), ...broken }), weight: 2 },
    { arbitrary: fc.record({ does: does('pass'), seconds: fc.constantFrom(1, 10, 31) }), weight: 3 },
    { arbitrary: fc.record({ does: does('spoil'), faults, everything: fc.boolean() }), weight: 3 },
  )

  const perform = async (next: Step): Promise<Submission[]> => {
    switch (next.does) {
      case 'pass':
        await world.pass(next.seconds)
        return []
      case 'spoil':
        world.spoilNext(next.faults, action => next.everything || action === 'CreateJob')
        return []
      case 'reconcile':
        await world.settleAll(planOf(next))
        return []
      case 'submit': {
        const outcomes = await Promise.all(next.keys.map(key => world.submit(manifestOf(key), key, planOf(next))))
        return outcomes.flatMap(outcome => ('submission' in outcome ? [outcome.submission] : []))
      }
    }
  }
  const planOf = ({ write, fault }: Broken) => new Map(fault === null ? [] : [[write, fault] as const])

  it.each([false, true])('end with one job for each manifest; indexes lag: %s', async lags => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async steps => {
        world = await createTruthWorld(dynamo, { lags })
        try {
          const told: Submission[] = []
          for (const next of steps) told.push(...(await perform(next)))

          world.spoilNext([])
          for (const key of KEYS) told.push(await world.insist(manifestOf(key), key))
          await world.pass(31)
          await world.settleAll()

          await world.expectTruth(told)
        } finally {
          await world.stop()
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    )
  })
})

/** More of them where somebody wants to be surer. */
const RUNS = Number(process.env.WAYBILL_TEST_RUNS ?? 12)
