import { createDocumentClient, createDynamoClient } from '../lib/adapters/dynamo/client.ts'
import { queryApi } from '../lib/http/query/query-api.ts'
import { inTime } from './in-time.ts'
import { dependencies } from './wiring.ts'
import { onKnownTable } from './wiring-table.ts'

const documents = createDocumentClient(createDynamoClient())
await onKnownTable(documents)

export const handler = inTime(queryApi(dependencies(documents)))
