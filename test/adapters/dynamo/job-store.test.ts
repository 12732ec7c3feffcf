import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
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
