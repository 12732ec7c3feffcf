import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createDynamoJobLists } from '../../../lib/adapters/dynamo/job-lists.ts'
import { createDynamoJobStore } from '../../../lib/adapters/dynamo/job-store.ts'
import { jobTableDefinition } from '../../../lib/adapters/dynamo/job-table.ts'
import type { Page } from '../../../lib/jobs/job-filter.ts'
import type { PageRequest } from '../../../lib/jobs/job-store.ts'
import { describeEachDynamo } from '../../support/each-dynamo.ts'
import { created, submitting } from '../../support/records.ts'

const at = (second: number) => new Date(Date.UTC(2026, 10, 21) + second * 1000).toISOString()

const pages = async <T>(read: (page: PageRequest) => Promise<Page<T>>, limit: number) => {
  const found: T[][] = []
  let after: string | undefined
  do {
    const page = await read({ limit, ...(after !== undefined && { after }) })
    expect(page.entries.length).toBeLessThanOrEqual(limit)
    found.push([...page.entries])
    after = page.after
  } while (after !== undefined)
  return found
}

describeEachDynamo('lists that are spread over partitions', openTable => {
  const open = async () => {
    const { documents, table } = await openTable(jobTableDefinition)
    return {
      ...createDynamoJobStore(documents, table),
      ...createDynamoJobLists(documents, table),
      put: (Item: Record<string, unknown>) => documents.send(new PutCommand({ TableName: table, Item })),
    }
  }

  it('show what form 1 wrote beside what is written today, newest first, each once', async () => {
    const store = await open()
    for (let second = 0; second < 30; second += 1) {
      const job = created({ jobId: `J${second}`, id: `wb${second}`, createdAt: at(second) })
      if (second % 3 > 0) await store.save(job)
      else {
        const places = { listed: 'ALL', byTime: `${at(second)}#wb${second}` }
        await store.put({ pk: `JOBID#J${second}`, sk: 'JOB', ...job, ...places, manifest: 'x'.repeat(63_000) })
      }
    }
    const newestFirst = Array.from({ length: 30 }, (_, index) => `J${29 - index}`)

    for (const limit of [1, 4, 30, 1000]) {
      const read = (await pages(page => store.list({}, page), limit)).flat()
      expect(read.map(listed => 'job' in listed && listed.job.jobId)).toEqual(newestFirst)
      expect(read.filter(listed => 'job' in listed && 'manifest' in listed.job)).toEqual([])
    }
    expect((await store.job('J0'))?.manifest).toHaveLength(63_000)
  })

  it('fill their pages where there is enough', async () => {
    const store = await open()
    for (let second = 0; second < 200; second += 1) {
      await store.save(created({ jobId: `J${second}`, id: `wb${second}`, createdAt: at(second) }))
    }

    const lengths = (await pages(page => store.list({}, page), 50)).map(({ length }) => length)
    expect(lengths).toEqual([50, 50, 50, 50])
  })

  it('have every open record once and in order, however many are of one moment, in either form', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ second: fc.nat(3), isOld: fc.boolean() }), { minLength: 1, maxLength: 60 }),
        fc.constantFrom(1, 2, 7, 100),
        async (drawn, limit) => {
          const store = await open()
          const records = drawn.map(({ second }, number) =>
            submitting({ id: `wb${String(number).padStart(3, '0')}`, createdAt: at(second) }),
          )
          for (const [number, record] of records.entries()) {
            if (drawn[number]?.isOld) await store.put({ pk: `RECORD#${record.id}`, sk: 'RECORD', ...record })
            else await store.claim(record)
          }
          const read = (await pages(page => store.open(page), limit)).flat()
          const times = read.map(id => records.find(record => record.id === id)?.createdAt ?? '')

          expect(read.toSorted()).toEqual(records.map(({ id }) => id))
          expect(times).toEqual(times.toSorted())
          expect(await store.record(records[0]?.id ?? '')).toEqual(records[0])
        },
      ),
      { seed: 5, numRuns: 6 },
    )
  })

  it.each(['[]', '["1","2","3"]', '["~~","RECORD#x"]', 'x', '["2026"]'])(
    'take no place %s that is none',
    async after => {
      const store = await open()

      await expect(store.list({ from: at(0) }, { limit: 5, after })).rejects.toMatchObject({
        code: 'PAGE_TOKEN_INVALID',
      })
    },
  )
})
