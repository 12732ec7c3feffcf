import { expect, it } from '@jest/globals'
import { jobTableDefinition } from '../../../lib/adapters/dynamo/job-table.ts'
import { createDynamoPageKey } from '../../../lib/adapters/dynamo/page-key.ts'
import { randomBytes } from '../../../lib/adapters/system/system.ts'
import { describeEachDynamo } from '../../support/each-dynamo.ts'

describeEachDynamo('DynamoPageKey', openTable => {
  it('is the same for every process, even if all of them need it first', async () => {
    const { documents, table } = await openTable(jobTableDefinition)

    const keys = await Promise.all(
      Array.from({ length: 8 }, () => createDynamoPageKey(documents, table, randomBytes)()),
    )

    const [first] = keys
    expect(first).toHaveLength(32)
    expect(new Set(keys.map(key => Buffer.from(key).toString('hex'))).size).toBe(1)
  })

  it('is another in another table', async () => {
    const one = await openTable(jobTableDefinition)
    const other = await openTable(jobTableDefinition)

    const key = await createDynamoPageKey(one.documents, one.table, randomBytes)()

    expect(await createDynamoPageKey(other.documents, other.table, randomBytes)()).not.toEqual(key)
  })
})
