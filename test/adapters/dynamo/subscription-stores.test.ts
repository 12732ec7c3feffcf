import { createDynamoDeliveryStore } from '../../../lib/adapters/dynamo/delivery-store.ts'
import { createDynamoJobOutbox } from '../../../lib/adapters/dynamo/job-outbox.ts'
import { createDynamoJobStore } from '../../../lib/adapters/dynamo/job-store.ts'
import { jobTableDefinition } from '../../../lib/adapters/dynamo/job-table.ts'
import { createDynamoSubscriptionStore } from '../../../lib/adapters/dynamo/subscription-store.ts'
import { itIsADeliveryStore } from '../../contract/delivery-store.ts'
import { itIsAJobOutbox } from '../../contract/job-outbox.ts'
import { itIsASubscriptionStore } from '../../contract/subscription-store.ts'
import { describeEachDynamo } from '../../support/each-dynamo.ts'

describeEachDynamo('DynamoSubscriptionStore', openTable => {
  itIsASubscriptionStore(async () => {
    const { documents, table } = await openTable(jobTableDefinition)
    return createDynamoSubscriptionStore(documents, table)
  })
})

describeEachDynamo('DynamoDeliveryStore', openTable => {
  itIsADeliveryStore(async () => {
    const { documents, table } = await openTable(jobTableDefinition)
    return clock => createDynamoDeliveryStore(documents, table, clock)
  })
})

describeEachDynamo('DynamoJobOutbox', openTable => {
  itIsAJobOutbox(async () => {
    const { documents, table } = await openTable(jobTableDefinition)
    return { jobs: createDynamoJobStore(documents, table), outbox: createDynamoJobOutbox(documents, table) }
  })
})
