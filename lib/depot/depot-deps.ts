import type { Era } from '../manifest/manifest.ts'
import type { EndpointRequest } from '../query-api/endpoint.ts'
import type { Fault } from '../query-api/faults.ts'
import type { OperationName, RequestOf, ResultOf } from '../query-api/operations.ts'
import type { Clock, Log, NewId, RandomBytes } from '../system.ts'
import type { BucketFiles, Buckets, DepotJobs, DepotKey, DepotKeys } from './ports.ts'

/** The ports and settings of the depot. */
export interface DepotDeps {
  readonly jobs: DepotJobs
  readonly keys: DepotKeys
  readonly buckets: Buckets
  /** The same buckets, to put PDFs and logs into. */
  readonly files: BucketFiles
  readonly clock: Clock
  readonly randomBytes: RandomBytes
  readonly newId: NewId
  readonly log: Log
  readonly era: Era
  /** The depot's public address, without a slash at the end. Links to PDFs begin with it. */
  readonly publicUrl: () => string
  /** The staff's password: every request with it is the staff's. */
  readonly staffSecret: string
  /** The key of every SIGNATURE and of the links to PDFs; its holder can forge them. */
  readonly signingSecret: Uint8Array
  /** The address for devices, line by line. The job ID is added as a line after the first. */
  readonly shippingAddress: readonly string[]
  /** How many jobs a key may create on one day (UTC); `Infinity` counts none. Default: 50, as the service allowed */
  readonly dailyJobs?: number
}

/** The caller, proven by the signature. */
export interface DepotSigner {
  readonly accessKeyId: string
  readonly key: Pick<DepotKey, 'team'>
  /** When the request expires. */
  readonly acceptableUntil: Date
  /** The signature. Only the same request has the same one. */
  readonly signature: string
}

/** One operation of the service. */
export type DepotOperation<O extends OperationName> = (
  deps: DepotDeps,
  request: RequestOf<O>,
  caller: DepotSigner,
) => Promise<ResultOf<O> | Fault>

/** A received request. Without a body if that was too large to be read. */
export type DepotRequest = EndpointRequest

export interface DepotAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Bytes where it is a PDF. */
  readonly body: string | Uint8Array
}
