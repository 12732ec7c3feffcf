import { createDynamoJobLists } from '../../../lib/adapters/dynamo/job-lists.ts'
import { createDynamoJobStore } from '../../../lib/adapters/dynamo/job-store.ts'
import { jobTableDefinition } from '../../../lib/adapters/dynamo/job-table.ts'
import { itListsJobs } from '../../contract/job-lists.ts'
import { describeEachDynamo } from '../../support/each-dynamo.ts'

describeEachDynamo('DynamoJobLists', openTable => {
  itListsJobs(async () => {
    const { documents, table } = await openTable(jobTableDefinition)
    return { ...createDynamoJobStore(documents, table), ...createDynamoJobLists(documents, table) }
  })
})
