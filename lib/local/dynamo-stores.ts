import { createDynamoBelongingStore, createDynamoDailyUse } from '../adapters/dynamo/belonging-store.ts'
import { createDocumentClient, createDynamoClient, hasTable } from '../adapters/dynamo/client.ts'
import { createDynamoJobTurns } from '../adapters/dynamo/job-turns.ts'
import { openDynamoChecks, openDynamoJobs } from '../adapters/dynamo/open-stores.ts'
import { openDynamoSubscriptions } from '../adapters/dynamo/open-subscriptions.ts'
import { createDynamoTeamStore } from '../adapters/dynamo/team-store.ts'
import { createDynamoUnfollowedJobs } from '../adapters/dynamo/unfollowed-jobs.ts'
import { createS3Archive } from '../adapters/s3/archive.ts'
import { createS3Removal } from '../adapters/s3/archive-removal.ts'
import { createS3Client } from '../adapters/s3/client.ts'
import type { AwsLimits } from '../adapters/system/aws-limits.ts'
import { ConfigError, type DynamoStoreConfig } from '../settings/config.ts'
import type { Clock } from '../system.ts'
import { CannotStart } from './cannot-start.ts'
import type { Stores } from './stores.ts'

/**
 * Stores in DynamoDB and S3, found by the AWS SDK's own settings: a stage's table, or an emulator's.
 *
 * @throws ConfigError if the table does not exist
 * @throws CannotStart if DynamoDB does not answer
 */
export const openDynamoStores = async (
  { table, logBucket }: DynamoStoreConfig,
  clock: Clock,
  limits: AwsLimits | undefined,
): Promise<Stores> => {
  const client = createDynamoClient(undefined, limits)
  const isThere = await hasTable(client, table).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CannotStart(
      `The table ${table} cannot be reached: ${reason}. Look at the AWS SDK's own settings, such as AWS_REGION, AWS_PROFILE and AWS_ENDPOINT_URL.`,
      { cause: error },
    )
  })
  if (!isThere) {
    throw new ConfigError([
      `WAYBILL_TABLE is ${JSON.stringify(table)}, which does not exist where the AWS SDK's settings lead.`,
    ])
  }
  const documents = createDocumentClient(client)
  const s3 = createS3Client(limits && { requestHandler: limits.requestHandler })
  return {
    ...openDynamoJobs(documents, table, clock),
    unfollowed: createDynamoUnfollowedJobs(documents, table, clock),
    turns: createDynamoJobTurns(documents, table),
    ...openDynamoChecks(documents, table, clock),
    teamStore: createDynamoTeamStore(documents, table, clock),
    belongings: createDynamoBelongingStore(documents, table),
    dailyUse: createDynamoDailyUse(documents, table),
    ...openDynamoSubscriptions(documents, table, clock),
    archive: { ...createS3Archive(s3, logBucket), ...createS3Removal(s3, logBucket, clock) },
  }
}
