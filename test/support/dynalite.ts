import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'
import { createDocumentClient, createDynamoClient, ensureTable } from '../../lib/adapters/dynamo/client.ts'
import { close, listen } from '../../lib/local/http-server.ts'

/** DynamoDB in memory, with a table if one is given. */
export const startDynamo = async (definition?: CreateTableCommandInput) => {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
  const url = await listen(server, 0)
  // In one process, work that holds the event loop for seconds looks like an idle connection to the server, which would close
  // it just as its client asks again. `stop` closes them.
  server.keepAliveTimeout = 0
  const client = createDynamoClient(url)
  if (definition) await ensureTable(client, definition)
  return {
    url,
    client,
    documents: createDocumentClient(client),
    stop: async () => {
      client.destroy()
      await close(server)
    },
  }
}
