import { createDocumentClient, createDynamoClient } from '../lib/adapters/dynamo/client.ts'
import { createDynamoDepotJobs } from '../lib/adapters/dynamo/depot-jobs.ts'
import { createS3BucketFiles } from '../lib/adapters/s3/bucket-files.ts'
import { createS3Buckets } from '../lib/adapters/s3/buckets.ts'
import { createS3Client } from '../lib/adapters/s3/client.ts'
import { createSecretsClient } from '../lib/adapters/secrets/client.ts'
import { createSecretKeys } from '../lib/adapters/secrets/secret-keys.ts'
import { readSecretText } from '../lib/adapters/secrets/secret-text.ts'
import { createPowertoolsLog } from '../lib/adapters/system/powertools-log.ts'
import { createPowertoolsMetrics } from '../lib/adapters/system/powertools-metrics.ts'
import { clock, newId, randomBytes } from '../lib/adapters/system/system.ts'
import type { DepotDeps } from '../lib/depot/depot-deps.ts'
import { deployedFunction } from '../lib/settings/deployed-function.ts'
import { depotConfig } from '../lib/settings/depot-config.ts'
import type { Metrics } from '../lib/system.ts'

/**
 * What the deployed depot needs.
 *
 * @throws ConfigError if settings are missing or wrong
 */
export const depotDependencies = async (): Promise<Omit<DepotDeps, 'publicUrl'> & { readonly metrics: Metrics }> => {
  const { table, keysPrefix, teams, era, shippingAddress, secretsPrefix, dailyJobs } = depotConfig(process.env)
  const secrets = createSecretsClient()
  const [signingSecret, staffSecret] = await Promise.all([
    readSecretText(secrets, `${secretsPrefix}signing`),
    readSecretText(secrets, `${secretsPrefix}staff`),
  ])
  return {
    jobs: createDynamoDepotJobs(createDocumentClient(createDynamoClient()), table, { clock, newId }),
    keys: createSecretKeys(secrets, { prefix: keysPrefix, teams, clock }),
    buckets: createS3Buckets(createS3Client()),
    files: createS3BucketFiles(createS3Client({ followRegionRedirects: true })),
    clock,
    randomBytes,
    newId,
    log: createPowertoolsLog(),
    metrics: createPowertoolsMetrics(deployedFunction(process.env)),
    era,
    signingSecret: new TextEncoder().encode(signingSecret),
    staffSecret,
    shippingAddress,
    ...(dailyJobs !== undefined && { dailyJobs }),
  }
}
