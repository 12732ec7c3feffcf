import { createDynamoCheckStore } from '../adapters/dynamo/check-store.ts'
import { createDocumentClient, createDynamoClient, hasTable } from '../adapters/dynamo/client.ts'
import { createDynamoJobLists } from '../adapters/dynamo/job-lists.ts'
import { createDynamoJobStore } from '../adapters/dynamo/job-store.ts'
import { createDynamoRunStore } from '../adapters/dynamo/run-store.ts'
import { openS3Archive } from '../adapters/s3/archive.ts'
import { ConfigError, type DynamoStoreConfig } from '../settings/config.ts'
import type { Clock } from '../system.ts'
import type { Stores } from './stores.ts'

/**
 * Stores in DynamoDB and S3, found by the AWS SDK's own settings: a stage's table, or an emulator's.
 *
 * @throws ConfigError if there is no such table
 */
export const openDynamoStores = async ({ table, logBucket }: DynamoStoreConfig, clock: Clock): Promise<Stores> => {
  const client = createDynamoClient()
  if (!(await hasTable(client, table))) {
    throw new ConfigError([
      `WAYBILL_TABLE is ${JSON.stringify(table)}, which does not exist where the AWS SDK's settings lead.`,
    ])
  }
  const documents = createDocumentClient(client)
  return {
    jobs: createDynamoJobStore(documents, table),
    lists: createDynamoJobLists(documents, table),
    checks: createDynamoCheckStore(documents, table),
    runs: createDynamoRunStore(documents, table, clock),
    archive: openS3Archive(logBucket),
  }
}
