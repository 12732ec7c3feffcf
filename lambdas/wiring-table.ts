import { createDocumentClient, createDynamoClient } from '../lib/adapters/dynamo/client.ts'
import { createDynamoTableMark } from '../lib/adapters/dynamo/table-mark.ts'
import { requireKnownTable } from '../lib/jobs/known-table.ts'
import { SIGNATURES } from '../lib/jobs/signature-file.ts'
import { type FunctionConfig, functionConfig } from '../lib/settings/config.ts'

/**
 * Makes a function, but only if its table knows the jobs of the log bucket.
 *
 * @param make makes the function while DynamoDB answers
 * @throws ConfigError if settings are missing or wrong
 * @throws ForgottenTable
 */
export const onKnownTable = async <Made>(
  make: (config: FunctionConfig, documents: ReturnType<typeof createDocumentClient>) => Made,
): Promise<Made> => {
  const config = functionConfig(process.env)
  const documents = createDocumentClient(createDynamoClient())
  const known = requireKnownTable(createDynamoTableMark(documents, config.table), async () => {
    // Loaded late: each table needs this once.
    const { hasObjects } = await import('../lib/adapters/s3/has-objects.ts')
    return hasObjects(config.logBucket, SIGNATURES)
  })
  const made = make(config, documents)
  await known
  return made
}
