import { createDynamoJobStore } from '../../../lib/adapters/dynamo/job-store.ts'
import { jobTableDefinition } from '../../../lib/adapters/dynamo/job-table.ts'
import { itIsAJobStore } from '../../contract/job-store.ts'
import { describeEachDynamo } from '../../support/each-dynamo.ts'

describeEachDynamo('DynamoJobStore', openTable => {
  itIsAJobStore(async () => {
    const { documents, table } = await openTable(jobTableDefinition)
    return createDynamoJobStore(documents, table)
  })
})
