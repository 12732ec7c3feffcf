import { createDocumentClient, createDynamoClient, hasTable } from '../adapters/dynamo/client.ts'
import { openDynamoChecks, openDynamoJobs } from '../adapters/dynamo/open-stores.ts'
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
    ...openDynamoJobs(documents, table),
    ...openDynamoChecks(documents, table, clock),
    archive: openS3Archive(logBucket),
  }
}
