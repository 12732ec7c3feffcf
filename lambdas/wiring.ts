import { S3Client } from '@aws-sdk/client-s3'
import type { SubmissionDeps, Timing } from '../lib/actions/submission-deps.ts'
import { createDocumentClient, createDynamoClient } from '../lib/adapters/dynamo-client.ts'
import { createDynamoJobStore } from '../lib/adapters/dynamo-job-store.ts'
import { createFileKeys } from '../lib/adapters/file-keys.ts'
import { createJsonLog } from '../lib/adapters/json-log.ts'
import { createQueryService } from '../lib/adapters/query-service.ts'
import { createRetryingService } from '../lib/adapters/retrying-service.ts'
import { createS3Archive } from '../lib/adapters/s3-archive.ts'
import { clock, newId, random, wait } from '../lib/adapters/system.ts'
import { functionConfig } from '../lib/config.ts'

/** Integration limit 29 s > function timeout 26 s > the request's deadline 20 s > one call to the service 8 s. */
const TIMING: Timing = { deadlineMs: 20_000, leaseMs: 30_000, settleMarginMs: 5_000 }
const CALL_TIMEOUT_MS = 8_000

/**
 * Everything that a deployed function needs, made of its environment once per cold start.
 *
 * @throws ConfigError if settings are missing or wrong: the function fails when it starts, not at its first request
 */
export const dependencies = (): SubmissionDeps => {
  const config = functionConfig(process.env)
  return {
    service: createRetryingService(
      createQueryService({
        endpoint: config.serviceUrl,
        signatureVersion: config.signatureVersion,
        callTimeoutMs: CALL_TIMEOUT_MS,
        clock,
      }),
      { clock, random, wait },
    ),
    jobs: createDynamoJobStore(createDocumentClient(createDynamoClient()), config.table),
    archive: createS3Archive(new S3Client({}), config.logBucket),
    keys: createFileKeys(config.keysFile),
    clock,
    newId,
    log: createJsonLog(process.stdout, clock),
    era: config.era,
    timing: TIMING,
  }
}
