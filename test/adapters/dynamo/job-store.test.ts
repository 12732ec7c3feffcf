import { setImmediate } from 'node:timers/promises'
import { type DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { expect, it } from '@jest/globals'
import { createDynamoJobStore } from '../../../lib/adapters/dynamo/job-store.ts'
import { jobTableDefinition } from '../../../lib/adapters/dynamo/job-table.ts'
import { itIsAJobStore } from '../../contract/job-store.ts'
import { describeEachDynamo } from '../../support/each-dynamo.ts'
import { created, submitting } from '../../support/records.ts'

describeEachDynamo('DynamoJobStore', openTable => {
  itIsAJobStore(async () => {
    const { documents, table } = await openTable(jobTableDefinition)
    return createDynamoJobStore(documents, table)
  })

  it('has no text of a job left after its purge, however often the job was changed', async () => {
    const { documents, table } = await openTable(jobTableDefinition)
    const store = createDynamoJobStore(documents, table)
    const text = (number: number) => `street1:${number} Hidden Lane\n${'x'.repeat(10_000)}`
    await store.save(created({ manifest: text(1) }))
    for (const version of [2, 3]) await store.replace(created({ manifest: text(version), version }))

    await store.purge(created({ manifest: '', version: 4 }))

    const { Items = [] } = await documents.send(new ScanCommand({ TableName: table }))
    expect(Items.length).toBeGreaterThan(3)
    expect(JSON.stringify(Items)).not.toContain('Hidden Lane')
  })

  it('reads a refused submission whose error version 0.1.0 stored under another name', async () => {
    const { documents, table } = await openTable(jobTableDefinition)
    const refusal = { code: 'NoSuchBucketException', message: 'No such bucket' }
    const refused = submitting({ id: 'wb1', state: 'refused' })
    const Item = { pk: 'RECORD#wb1', sk: 'RECORD', ...refused, refusal }
    await documents.send(new PutCommand({ TableName: table, Item }))

    expect(await createDynamoJobStore(documents, table).record('wb1')).toEqual({
      ...refused,
      error: { code: 'NoSuchBucketException', detail: 'No such bucket' },
    })
  })
})

it('asks for little at a time, however many buckets a manifest names', async () => {
  let [asked, open, most] = [0, 0, 0]
  const counting: Pick<DynamoDBDocumentClient, 'send'> = {
    // The overloads of `send` differ in the command.
    send: (async () => {
      asked += 1
      open += 1
      most = Math.max(most, open)
      await setImmediate()
      open -= 1
      return {}
    }) as DynamoDBDocumentClient['send'],
  }
  // The adapter calls nothing but `send`.
  const store = createDynamoJobStore(counting as DynamoDBDocumentClient, 'jobs')
  const buckets = Array.from({ length: 2_000 }, (_, number) => `bucket-${number}`)

  await store.pointFromLists(created({ buckets }))
  await store.refuse(submitting({ buckets }), { code: 'NoSuchBucketException', detail: 'No such bucket' }, AT)

  // A pointer for each but the first, and the refusal itself.
  expect({ asked, open }).toEqual({ asked: 2 * 1_999 + 1, open: 0 })
  expect(most).toBeLessThanOrEqual(25)
})

const AT = '2026-11-21T10:00:00.000Z'
