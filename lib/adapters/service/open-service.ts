import type { Downloads } from '../../jobs/ports.ts'
import type { Service } from '../../jobs/service.ts'
import { createDiscreetService } from './discreet-service.ts'
import { createHttpDownloads } from './http-downloads.ts'
import { createQueryService, type QueryServiceOptions } from './query-service.ts'
import { createRetryingService, type RetryDeps } from './retrying-service.ts'

type ServiceOptions = Omit<QueryServiceOptions, 'clock'> & Required<Pick<QueryServiceOptions, 'callTimeoutMs'>>

/** The Import/Export service for all of Waybill: over the Query API, with retries, and without the manifest's secrets in its texts. */
export const openService = (options: ServiceOptions, deps: RetryDeps): Service =>
  createDiscreetService(createRetryingService(createQueryService({ ...options, clock: deps.clock }), deps))

/** The files of the service. */
export const openDownloads = ({ endpoint, callTimeoutMs }: ServiceOptions): Downloads =>
  createHttpDownloads({ service: endpoint, timeoutMs: callTimeoutMs })
