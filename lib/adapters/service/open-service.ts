import type { Service } from '../../jobs/service.ts'
import { createDiscreetService } from './discreet-service.ts'
import { createQueryService, type QueryServiceOptions } from './query-service.ts'
import { createRetryingService, type RetryDeps } from './retrying-service.ts'

/** The Import/Export service as Waybill uses it everywhere: over the Query API, with patience, and without the manifest's secrets. */
export const openService = (options: QueryServiceOptions, deps: RetryDeps): Service =>
  createDiscreetService(createRetryingService(createQueryService(options), deps))
