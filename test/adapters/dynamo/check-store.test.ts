import { afterAll, beforeAll, describe } from '@jest/globals'
import { createDynamoCheckStore } from '../../../lib/adapters/dynamo/check-store.ts'
import { ensureTable } from '../../../lib/adapters/dynamo/client.ts'
import { jobTableDefinition } from '../../../lib/adapters/dynamo/job-table.ts'
import { itIsACheckStore } from '../../contract/check-store.ts'
import { startDynamo } from '../../support/dynalite.ts'

describe('DynamoCheckStore over dynalite', () => {
  let dynamo: Awaited<ReturnType<typeof startDynamo>>
  let tables = 0
  beforeAll(async () => {
    dynamo = await startDynamo(jobTableDefinition('jobs'))
  })
  afterAll(() => dynamo.stop())

  itIsACheckStore(async () => {
    tables += 1
    const table = `checks-${tables}`
    await ensureTable(dynamo.client, jobTableDefinition(table))
    return createDynamoCheckStore(dynamo.documents, table)
  })
})
