import { createDynamoHistory } from '../../../lib/adapters/dynamo/audit-history.ts'
import { createDynamoJobStore } from '../../../lib/adapters/dynamo/job-store.ts'
import { jobTableDefinition } from '../../../lib/adapters/dynamo/job-table.ts'
import { itRecordsHistory } from '../../contract/history.ts'
import { describeEachDynamo } from '../../support/each-dynamo.ts'

describeEachDynamo('history in DynamoDB', openTable => {
  itRecordsHistory(async () => {
    const { documents, table } = await openTable(jobTableDefinition)
    let now = Date.parse('2026-11-21T10:00:00.000Z')
    return {
      history: createDynamoHistory(documents, table, () => new Date(now)),
      jobs: createDynamoJobStore(documents, table),
      pass: seconds => {
        now += seconds * 1000
      },
    }
  })
})
