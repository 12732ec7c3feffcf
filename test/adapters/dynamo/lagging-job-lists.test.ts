import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { ensureTable } from '../../../lib/adapters/dynamo/client.ts'
import { createDynamoJobLists } from '../../../lib/adapters/dynamo/job-lists.ts'
import { createDynamoJobStore } from '../../../lib/adapters/dynamo/job-store.ts'
import { jobTableDefinition } from '../../../lib/adapters/dynamo/job-table.ts'
import type { Job } from '../../../lib/jobs/job.ts'
import type { JobFilter } from '../../../lib/jobs/job-filter.ts'
import type { JobLists, JobStore } from '../../../lib/jobs/job-store.ts'
import { startDynamo } from '../../support/dynalite.ts'
import { createLaggingIndexes } from '../../support/lagging-indexes.ts'
import { created } from '../../support/records.ts'

let dynamo: Awaited<ReturnType<typeof startDynamo>>
beforeAll(async () => {
  dynamo = await startDynamo()
})
afterAll(() => dynamo.stop())

let store: JobStore & JobLists
let catchUp: () => Promise<void>
let tables = 0
beforeEach(async () => {
  tables += 1
  const names = { table: `jobs-${tables}`, copy: `lagging-${tables}` }
  await ensureTable(dynamo.client, jobTableDefinition(names.table))
  await ensureTable(dynamo.client, jobTableDefinition(names.copy))
  const lagging = createLaggingIndexes(dynamo.documents, names)
  catchUp = lagging.catchUp
  store = {
    ...createDynamoJobStore(lagging.documents, names.table),
    ...createDynamoJobLists(lagging.documents, names.table),
  }
})

const keep = async (second: number): Promise<Job> => {
  const at = `2026-11-21T10:00:0${second}.000Z`
  const job = created({ jobId: `J${second}`, id: `wb${second}`, createdAt: at, updatedAt: at })
  await store.save(job)
  return job
}
const change = (job: Job, changes: Partial<Job>) => store.replace({ ...job, ...changes, version: job.version + 1 })
const listed = async (filter: JobFilter, limit = 10, after?: string) => {
  const page = await store.list(filter, { limit, ...(after !== undefined && { after }) })
  return { ids: page.entries.map(entry => ('job' in entry ? entry.job.jobId : '')), after: page.after }
}

describe('a list whose index lags', () => {
  it('lacks the newest job, which is found by its ID at once', async () => {
    await keep(1)
    await catchUp()
    const newest = await keep(2)

    expect((await listed({ team: 'lab' })).ids).toEqual(['J1'])
    expect(await store.job('J2')).toEqual(newest)
    await catchUp()
    expect((await listed({ team: 'lab' })).ids).toEqual(['J2', 'J1'])
  })

  it('never shows a job as it was: what it lists is read anew', async () => {
    const job = await keep(1)
    await catchUp()
    await change(job, { state: 'cancelled' })

    expect(await store.list({ team: 'lab' }, { limit: 10 })).toMatchObject({
      entries: [{ job: { jobId: 'J1', state: 'cancelled' } }],
    })
  })

  it.each<[string, Partial<Job>, JobFilter, JobFilter]>([
    ['state', { state: 'cancelled' }, { team: 'lab', state: 'created' }, { team: 'lab', state: 'cancelled' }],
    ['device', { deviceId: 'WX-2' }, { team: 'lab', deviceId: 'WX-1' }, { team: 'lab', deviceId: 'WX-2' }],
    ['bucket', { buckets: ['other'] }, { team: 'lab', bucket: 'archive' }, { team: 'lab', bucket: 'other' }],
  ])(
    'lists a job whose %s has changed nowhere, rather than where it does not belong',
    async (_what, changes, before, now) => {
      const job = await keep(1)
      await catchUp()
      await change(job, changes)

      expect((await listed(before)).ids).toEqual([])
      expect((await listed(now)).ids).toEqual([])
      await catchUp()
      expect((await listed(before)).ids).toEqual([])
      expect((await listed(now)).ids).toEqual(['J1'])
    },
  )

  it('goes on where it stopped, each job once, when the index catches up between two pages', async () => {
    await keep(1)
    await keep(3)
    await catchUp()
    const first = await listed({ team: 'lab' }, 1)
    await keep(2)
    await keep(4)
    await catchUp()
    const second = await listed({ team: 'lab' }, 10, first.after)

    expect([first.ids, second.ids]).toEqual([['J3'], ['J2', 'J1']])
  })
})
