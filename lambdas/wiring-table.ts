import { createDocumentClient, createDynamoClient } from '../lib/adapters/dynamo/client.ts'
import { createDynamoTableMark } from '../lib/adapters/dynamo/table-mark.ts'
import { requireKnownTable } from '../lib/jobs/known-table.ts'
import { SIGNATURES } from '../lib/jobs/signature-file.ts'
import { type FunctionConfig, functionConfig } from '../lib/settings/config.ts'

/**
 * Starts no function that makes jobs on a table that does not know those of the log bucket.
 *
 * @param make what the function is; it is made while DynamoDB answers
 * @throws ConfigError if settings are missing or wrong
 * @throws ForgottenTable
 */
export const onKnownTable = async <Made>(
  make: (config: FunctionConfig, documents: ReturnType<typeof createDocumentClient>) => Made,
): Promise<Made> => {
  const config = functionConfig(process.env)
  const documents = createDocumentClient(createDynamoClient())
  const known = requireKnownTable(createDynamoTableMark(documents, config.table), async () => {
    // Code that a table needs once in its life.
    const { hasObjects } = await import('../lib/adapters/s3/has-objects.ts')
    return hasObjects(config.logBucket, SIGNATURES)
  })
  const made = make(config, documents)
  await known
  return made
}
