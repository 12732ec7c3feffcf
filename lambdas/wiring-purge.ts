import { createDocumentClient, createDynamoClient } from '../lib/adapters/dynamo/client.ts'
import { openDynamoJobs } from '../lib/adapters/dynamo/open-stores.ts'
import { openS3Removal } from '../lib/adapters/s3/archive-removal.ts'
import { createPowertoolsLog } from '../lib/adapters/system/powertools-log.ts'
import { clock } from '../lib/adapters/system/system.ts'
import type { PurgeDeps } from '../lib/jobs/retain/purge-jobs.ts'
import { purgeConfig } from '../lib/settings/history-config.ts'

/**
 * The ports of the function that purges old jobs, and after how many days it does.
 *
 * @throws ConfigError if settings are missing or wrong
 */
export const purgeDependencies = (): PurgeDeps & { readonly retentionDays: number } => {
  const { table, logBucket, retentionDays } = purgeConfig(process.env)
  return {
    ...openDynamoJobs(createDocumentClient(createDynamoClient()), table, clock),
    archive: openS3Removal(logBucket, clock),
    clock,
    log: createPowertoolsLog(),
    retentionDays,
  }
}
