import type { createDocumentClient } from '../lib/adapters/dynamo/client.ts'
import { createDynamoTableMark } from '../lib/adapters/dynamo/table-mark.ts'
import { requireKnownTable } from '../lib/jobs/known-table.ts'
import { SIGNATURES } from '../lib/jobs/signature-file.ts'
import { functionConfig } from '../lib/settings/config.ts'

/**
 * Starts no function that makes jobs on a table that does not know those of the log bucket.
 *
 * @throws ConfigError if settings are missing or wrong
 * @throws ForgottenTable
 */
export const onKnownTable = async (documents: ReturnType<typeof createDocumentClient>): Promise<void> => {
  const { table, logBucket } = functionConfig(process.env)
  const mark = createDynamoTableMark(documents, table)
  await requireKnownTable(mark, async () => {
    // Code that a table needs once in its life.
    const { hasObjects } = await import('../lib/adapters/s3/has-objects.ts')
    return hasObjects(logBucket, SIGNATURES)
  })
}
