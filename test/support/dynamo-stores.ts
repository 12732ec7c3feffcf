import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import { ensureTable } from '../../lib/adapters/dynamo/client.ts'
import { jobTableDefinition } from '../../lib/adapters/dynamo/job-table.ts'
import { openDynamoChecks, openDynamoJobs } from '../../lib/adapters/dynamo/open-stores.ts'
import { openDynamoSubscriptions } from '../../lib/adapters/dynamo/open-subscriptions.ts'
import type { Clock } from '../../lib/system.ts'
import type { startDynamo } from './dynalite.ts'
import type { Item, WorldStores } from './world-stores.ts'

let tables = 0

/** Stores in a table of their own, where what they ask of DynamoDB matters. */
export const dynamoStores = async ({ client, documents }: Awaited<ReturnType<typeof startDynamo>>) => {
  tables += 1
  const table = `world-${tables}`
  await ensureTable(client, jobTableDefinition(table))
  const isEvent = ({ pk }: Item) => String(pk).startsWith('EVENTS#')
  const scan = async (): Promise<readonly Item[]> => {
    const { Items = [] } = await documents.send(new ScanCommand({ TableName: table, ConsistentRead: true }))
    return Items
  }
  const open = (clock: Clock): WorldStores => ({
    ...openDynamoJobs(documents, table, clock),
    ...openDynamoChecks(documents, table, clock),
    ...openDynamoSubscriptions(documents, table, clock),
    items: async () => (await scan()).filter(item => !isEvent(item)),
    rows: async () => (await scan()).filter(item => !isEvent(item)),
    events: async () => (await scan()).filter(isEvent).sort((a, b) => (String(a.byTime) < String(b.byTime) ? -1 : 1)),
  })
  return { table, open }
}
