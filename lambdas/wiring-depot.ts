import { createDocumentClient, createDynamoClient } from '../lib/adapters/dynamo/client.ts'
import { createDynamoDepotJobs } from '../lib/adapters/dynamo/depot-jobs.ts'
import { createSecretsClient } from '../lib/adapters/secrets/client.ts'
import { createSecretDepotKeys } from '../lib/adapters/secrets/secret-keys.ts'
import { readSecretText } from '../lib/adapters/secrets/secret-text.ts'
import { lazily } from '../lib/adapters/system/lazily.ts'
import { createPowertoolsLog } from '../lib/adapters/system/powertools-log.ts'
import { createPowertoolsMetrics } from '../lib/adapters/system/powertools-metrics.ts'
import { clock, newId, randomBytes } from '../lib/adapters/system/system.ts'
import type { DepotDeps } from '../lib/depot/depot-deps.ts'
import { ownedBuckets } from '../lib/depot/owned-buckets.ts'
import { deployedFunction } from '../lib/settings/deployed-function.ts'
import { depotConfig } from '../lib/settings/depot-config.ts'
import type { Metrics } from '../lib/system.ts'

/**
 * The ports of the deployed depot.
 *
 * @throws ConfigError if settings are missing or wrong
 */
export const depotDependencies = async (): Promise<Omit<DepotDeps, 'publicUrl'> & { readonly metrics: Metrics }> => {
  const { table, keysPrefix, era, shippingAddress, secretsPrefix, dailyJobs, owners } = depotConfig(process.env)
  const secrets = createSecretsClient()
  const [signingSecret, staffSecret] = await Promise.all([
    readSecretText(secrets, `${secretsPrefix}signing`),
    readSecretText(secrets, `${secretsPrefix}staff`),
  ])
  return {
    jobs: createDynamoDepotJobs(createDocumentClient(createDynamoClient()), table, { clock, newId }),
    keys: createSecretDepotKeys(secrets, { prefix: keysPrefix, clock }),
    // Loaded late: S3's client is a fifth of the code, and only jobs and papers need it.
    buckets: ownedBuckets(
      lazily({ find: true }, async () => (await import('../lib/adapters/s3/buckets.ts')).openS3Buckets()),
      async name => owners.get(name),
    ),
    files: lazily({ put: true, get: true }, async () =>
      (await import('../lib/adapters/s3/bucket-files.ts')).openS3BucketFiles(),
    ),
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
