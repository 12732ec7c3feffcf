import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { createDocumentClient, createDynamoClient } from '../lib/adapters/dynamo/client.ts'
import { INDEXES } from '../lib/adapters/dynamo/job-table.ts'

const UNIT_BYTES = 1024

/**
 * Counts what the writes of a client cause in the table's indexes, which dynalite does not charge: an entry that comes,
 * goes or changes is a write of its own size (DynamoDB developer guide, "Provisioned throughput considerations for global
 * secondary indexes"). So each write is looked at before and after.
 */
export const countIndexWrites = async (client: DynamoDBClient, documents: DynamoDBDocumentClient, table: string) => {
  const endpoint = await client.config.endpoint?.()
  if (!endpoint) throw new Error('The client has no endpoint of its own.')
  // Another client, so that looking is not counted.
  const onlooker = createDocumentClient(
    createDynamoClient(`${endpoint.protocol}//${endpoint.hostname}:${endpoint.port}`),
  )
  let units = 0
  documents.middlewareStack.add(
    (next, context) => async args => {
      if (!/^(?:Put|Update|Delete)/.test(String(context.commandName))) return next(args)
      const before = await entries(onlooker, table)
      const result = await next(args)
      const after = await entries(onlooker, table)
      for (const place of new Set([...before.keys(), ...after.keys()])) {
        const [was, is] = [before.get(place), after.get(place)]
        if (was !== is) units += Math.ceil(Math.max(was?.length ?? 0, is?.length ?? 0) / UNIT_BYTES)
      }
      return result
    },
    { step: 'initialize', name: 'count-index-writes', priority: 'high' },
  )
  return {
    /** What has been counted since the last time, in write units. */
    take: (): number => {
      const taken = units
      units = 0
      return taken
    },
  }
}

/** Every entry of every index as text, by index, item and place in it: one that moves is one that goes and one that comes. */
const entries = async (documents: DynamoDBDocumentClient, table: string): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>()
  for (const { name, hash, range } of Object.values(INDEXES)) {
    const { Items = [] } = await documents.send(new ScanCommand({ TableName: table, IndexName: name }))
    for (const item of Items) {
      found.set([name, item.pk, item.sk, item[hash], item[range]].join('\n'), JSON.stringify(item))
    }
  }
  return found
}
