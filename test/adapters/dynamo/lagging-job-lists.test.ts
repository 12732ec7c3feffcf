import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { ensureTable } from '../../../lib/adapters/dynamo/client.ts'
import { createDynamoJobLists } from '../../../lib/adapters/dynamo/job-lists.ts'
import { createDynamoJobStore } from '../../../lib/adapters/dynamo/job-store.ts'
import { jobKey, jobTableDefinition } from '../../../lib/adapters/dynamo/job-table.ts'
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
let catchUp: ReturnType<typeof createLaggingIndexes>['catchUp']
let names: { readonly table: string; readonly copy: string }
let tables = 0
beforeEach(async () => {
  tables += 1
  names = { table: `jobs-${tables}`, copy: `lagging-${tables}` }
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

  it('shows no team a job of another, whatever the index has', async () => {
    await keep(1)
    const { Item } = await dynamo.documents.send(
      new GetCommand({ TableName: names.table, Key: jobKey('J1'), ConsistentRead: true }),
    )
    const asFilms = JSON.parse(JSON.stringify(Item).replaceAll('lab', 'film'))
    await dynamo.documents.send(new PutCommand({ TableName: names.copy, Item: { ...asFilms, ...jobKey('J1') } }))

    for (const filter of [{}, { state: 'created' }, { deviceId: 'WX-1' }, { bucket: 'archive' }] as const) {
      expect((await listed({ team: 'film', ...filter })).ids).toEqual([])
    }
  })

  it('leaves out a job that is gone', async () => {
    await keep(1)
    await keep(2)
    await catchUp()
    await dynamo.documents.send(new DeleteCommand({ TableName: names.table, Key: jobKey('J1') }))

    for (const filter of [{}, { state: 'created' }, { deviceId: 'WX-1' }, { bucket: 'archive' }] as const) {
      expect((await listed({ team: 'lab', ...filter })).ids).toEqual(['J2'])
    }
  })

  it('shows a job once whose bucket the index has in its old place and in its new one', async () => {
    const job = await keep(1)
    await keep(2)
    await catchUp()
    const moved = { ...job, buckets: ['other', ...job.buckets], version: job.version + 1 }
    await store.replace(moved)
    await store.pointFromLists(moved)
    await catchUp(({ sk }) => sk !== 'JOB')

    expect((await listed({ team: 'lab', bucket: 'archive' })).ids).toEqual(['J2', 'J1'])
    const first = await listed({ team: 'lab', bucket: 'archive' }, 1)
    const second = await listed({ team: 'lab', bucket: 'archive' }, 1, first.after)
    const third =
      second.after === undefined ? { ids: [] } : await listed({ team: 'lab', bucket: 'archive' }, 1, second.after)
    expect([...first.ids, ...second.ids, ...third.ids]).toEqual(['J2', 'J1'])
  })
})
