import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { jobTableDefinition } from '../../../lib/adapters/dynamo/job-table.ts'
import { getJob } from '../../../lib/jobs/look-up/get-job.ts'
import { listJobs } from '../../../lib/jobs/look-up/list-jobs.ts'
import { submitJob } from '../../../lib/jobs/submit/submit-job.ts'
import { startDynamo } from '../../support/dynalite.ts'
import { dynamoStores } from '../../support/dynamo-stores.ts'
import { exportManifest, importManifest } from '../../support/manifests.ts'
import { meter } from '../../support/meter.ts'
import { type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

/* Money is in writes and round trips, so what a submission and a look-up may make of them is tested. */

const LAB = { team: 'lab', principal: 'ann', role: 'member' } as const

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
  counted.take()
})

const submit = (text = importManifest(), idempotencyKey = 'k') =>
  submitJob(world.deps, { caller: LAB, requestId: 'r', text, idempotencyKey })
/** With the archive as fast as it is: the job says when its SIGNATURE was archived. */
const submitQuickly = (text: string, idempotencyKey: string) =>
  submitJob(
    { ...world.deps, archiveHeadStart: () => new Promise(() => {}) },
    { caller: LAB, requestId: 'r', text, idempotencyKey },
  )
const list = (filter: Parameters<typeof listJobs>[1]['filter'] = {}) =>
  listJobs(world.deps, { caller: LAB, filter, pageSize: 50 })

describe('a submission', () => {
  it('makes three writes to DynamoDB, one Query for other jobs of the device, one call to the service and one Put to the archive', async () => {
    const { archive, service } = world.deps
    let puts = 0
    const put: typeof archive.put = (...args) => {
      puts += 1
      return archive.put(...args)
    }

    await submitJob({ ...world.deps, archive: { ...archive, put } }, { caller: LAB, text: importManifest() })

    expect(counted.take()).toMatchObject({ writes: 3, reads: 1 })
    expect({ puts, calls: world.service.calls.length }).toEqual({ puts: 1, calls: 1 })
    expect(service).toBe(world.deps.service)
  })

  it('makes one small write more for each bucket after the first', async () => {
    await submit(exportManifest())

    expect(counted.take()).toMatchObject({ writes: 4, reads: 1 })
  })

  it('makes one write more for a manifest that is long, so that no list reads it', async () => {
    await submit(importManifest(`# ${'x'.repeat(60_000)}`))

    expect(counted.take()).toMatchObject({ writes: 4, reads: 1 })
  })

  it('puts the SIGNATURE while the job item is being written', async () => {
    const { jobs, archive } = world.deps
    const putBegun = Promise.withResolvers<void>()
    const waiting = {
      ...world.deps,
      archive: {
        ...archive,
        put: async (...args: Parameters<typeof archive.put>) => {
          putBegun.resolve()
          return archive.put(...args)
        },
      },
      jobs: {
        ...jobs,
        save: async (job: Parameters<typeof jobs.save>[0]) => {
          await putBegun.promise
          return jobs.save(job)
        },
      },
    }

    expect(await submitJob(waiting, { caller: LAB, text: importManifest() })).toMatchObject({ replayed: false })
  })

  it('is replayed with three reads, one write that is refused and one event, which needs its record and the event before it', async () => {
    await submit()
    counted.take()

    await submit()

    expect(counted.take()).toMatchObject({ writes: 2, reads: 6 })
  })
})

describe('a look-up', () => {
  it('of a job reads two items', async () => {
    const { job } = await submit()
    counted.take()

    await getJob(world.deps, { caller: LAB, jobId: job.jobId })

    expect(counted.take()).toMatchObject({ writes: 0, reads: 2 })
  })

  it.each([
    {},
    { deviceId: 'WX21-0046' },
    { bucket: 'sequencer-archive' },
    { state: 'created' as const, kind: 's3-import' as const },
  ])('of a page, by %j, makes one Query and costs the same among few jobs and many', async filter => {
    const cost = async () => {
      counted.take()
      const { entries } = await list(filter)
      expect(entries).toHaveLength(50)
      return counted.take()
    }
    const fill = (from: number, to: number) =>
      Promise.all(Array.from({ length: to - from }, (_, disk) => submitQuickly(importManifest(), `k${from + disk}`)))
    await fill(0, 60)
    const few = await cost()
    await fill(60, 240)
    const many = await cost()

    // One Query, and the jobs themselves with a BatchGet.
    expect(few).toMatchObject({ writes: 0, reads: 2 })
    expect(many).toMatchObject({ writes: 0, reads: 2 })
    // A filter that no index has lets the Query look at more entries, a thousand at the most.
    const most = 'state' in filter ? 30 : 0
    expect(many.capacityUnits - few.capacityUnits).toBeLessThanOrEqual(most)
  })

  it('of a page of 50 costs as little with manifests of 63 KB as with short ones: 30 capacity units at the most', async () => {
    const cost = async (text: string, key: string) => {
      await Promise.all(Array.from({ length: 50 }, (_, disk) => submitQuickly(text, `${key}${disk}`)))
      counted.take()
      expect((await list()).entries).toHaveLength(50)
      return counted.take()
    }
    const short = await cost(importManifest(`# ${'x'.repeat(700)}`), 'short')
    const long = await cost(importManifest(`# ${'x'.repeat(63_000)}`), 'long')

    expect(short.capacityUnits).toBeLessThanOrEqual(30)
    expect(long.capacityUnits).toBeLessThanOrEqual(short.capacityUnits)
    expect(long.bytesReceived).toBeLessThan(200_000)
  })

  it('of a page reads the record of a job only where its SIGNATURE was archived later', async () => {
    await submit(importManifest(), 'later')
    await submitQuickly(importManifest(), 'at once')
    counted.take()

    const { entries } = await list()
    expect(entries.map(entry => 'archivedAt' in entry && entry.archivedAt !== undefined)).toEqual([true, true])
    expect(counted.take()).toMatchObject({ reads: 3 })
  })
})
