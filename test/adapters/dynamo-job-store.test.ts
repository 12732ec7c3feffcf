import { afterAll, beforeAll, describe } from '@jest/globals'
import { ensureTable } from '../../lib/adapters/dynamo-client.ts'
import { createDynamoJobStore } from '../../lib/adapters/dynamo-job-store.ts'
import { jobTableDefinition } from '../../lib/adapters/job-table.ts'
import { itIsAJobStore } from '../contract/job-store.ts'
import { startDynamo } from '../support/dynalite.ts'

describe('DynamoJobStore over dynalite', () => {
  let dynamo: Awaited<ReturnType<typeof startDynamo>>
  let tables = 0
  beforeAll(async () => {
    dynamo = await startDynamo(jobTableDefinition('jobs'))
  })
  afterAll(() => dynamo.stop())

  itIsAJobStore(async () => {
    tables += 1
    const table = `jobs-${tables}`
    await ensureTable(dynamo.client, jobTableDefinition(table))
    return createDynamoJobStore(dynamo.documents, table)
  })
})
