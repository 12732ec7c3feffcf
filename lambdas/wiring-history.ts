import { createDynamoHistory } from '../lib/adapters/dynamo/audit-history.ts'
import { createDocumentClient, createDynamoClient } from '../lib/adapters/dynamo/client.ts'
import { openS3Archive } from '../lib/adapters/s3/archive.ts'
import { lazily } from '../lib/adapters/system/lazily.ts'
import { createPowertoolsLog } from '../lib/adapters/system/powertools-log.ts'
import { clock } from '../lib/adapters/system/system.ts'
import type { SigningDeps } from '../lib/audit/sign-days.ts'
import { signingConfig } from '../lib/settings/history-config.ts'

/**
 * The ports of the function that signs the days of history.
 *
 * @throws ConfigError if settings are missing or wrong
 */
export const signingDependencies = (): SigningDeps => {
  const { table, logBucket, key } = signingConfig(process.env)
  return {
    history: createDynamoHistory(createDocumentClient(createDynamoClient()), table, clock),
    archive: openS3Archive(logBucket),
    signer: {
      algorithm: 'ECDSA_SHA_256',
      // Loaded late: most runs find nothing to sign.
      ...lazily({ sign: true, publicKey: true }, async () =>
        (await import('../lib/adapters/secrets/kms-signer.ts')).openKmsSigner(key),
      ),
    },
    clock,
    log: createPowertoolsLog(),
  }
}
