/** The ports of the depot. */
import type { JobType } from '../manifest/manifest.ts'
import type { Timestamp } from '../system.ts'

/** An object in a bucket. */
export interface BucketPlace {
  readonly bucket: string
  readonly key: string
}

/** Reasons why the staff could not work on a device: the service's own progress codes. */
export type AbortReason =
  | 'DeviceError'
  | 'MissingDevice'
  | 'UnsupportedDeviceType'
  | 'UnsupportedFileFormat'
  | 'UnsupportedPowerSupply'

/** A step of the depot's staff with a device. */
export type DepotEvent = { readonly at: Timestamp } & (
  | { readonly type: 'received'; readonly signature: 'valid' | 'invalid' | 'missing' }
  | { readonly type: 'loading' }
  | { readonly type: 'aborted'; readonly reason: AbortReason }
  | { readonly type: 'finished'; readonly errors: number; readonly log: BucketPlace }
  | { readonly type: 'returned'; readonly carrier: string; readonly trackingNumber: string }
)

/** A stored job of the depot. */
export interface DepotJob {
  readonly jobId: string
  /** The access key that the job belongs to. */
  readonly owner: string
  readonly jobType: JobType
  /** The manifest as it was sent, with its secrets, since GetStatus answers it. */
  readonly manifest: string
  readonly signature?: string
  /** The place of its barcode sheet. Jobs with a SIGNATURE have none. */
  readonly sheet?: BucketPlace
  /** The place of its shipping label, once there is one. */
  readonly label?: BucketPlace
  /** The steps of the staff with its device, in order. */
  readonly events?: readonly DepotEvent[]
  readonly createdAt: Timestamp
  readonly cancelledAt?: Timestamp
  /** Grows by 1 with each change. A write names the version that it changes. */
  readonly version: number
}

/** A job in a list. */
export type DepotJobSummary = Pick<DepotJob, 'jobId' | 'jobType' | 'createdAt' | 'cancelledAt'>

/** The place of a job in the list of devices at the depot. */
export interface HerePlace {
  /** When the device came. */
  readonly since: Timestamp
  readonly jobId: string
}

/** Identifies a signed request that makes a job, and each copy of it. */
export interface RequestMark {
  /** Of the signature, the same for each copy of the request that a proxy may send. */
  readonly digest: string
  /** Of this copy. */
  readonly attempt: string
}

/** The depot's own jobs. */
export interface DepotJobs {
  /**
   * Puts a job unless its ID is taken, and only before `until`.
   * Once that has passed, a job that `list` does not show never appears, however long a write was on its way.
   * `repeated`: another copy of the same request came before, with any outcome.
   *
   * @param request Default: one that cannot be sent twice
   */
  add(job: DepotJob, until: Date, request?: RequestMark): Promise<'added' | 'id-taken' | 'too-late' | 'repeated'>
  get(jobId: string): Promise<DepotJob | undefined>
  /** `false`: the job has changed since `job.version - 1`. */
  replace(job: DepotJob): Promise<boolean>
  /** An owner's jobs after `after`, newest first. */
  list(
    owner: string,
    page: { limit: number; after?: DepotJobSummary },
  ): Promise<{ jobs: readonly DepotJobSummary[]; truncated: boolean }>
  /**
   * Jobs whose device is here, the one that came first at the top, from after `after` on. A page may be short although
   * there is more: there is none without its own `after`.
   */
  here(page: { limit: number; after?: HerePlace }): Promise<{ jobs: readonly DepotJob[]; after?: HerePlace }>
  /** Counts one more job of an owner on a day (`2010-06-01`). `false`: that would be more than `limit`, and it is not counted. */
  count(owner: string, day: string, limit: number): Promise<boolean>
}

/** A bucket that a manifest names. */
export interface Bucket {
  readonly region: string
  /** Whether the depot may put objects there. */
  readonly writable: boolean
  /** Teams and access keys that may use it. Default: all */
  readonly owners?: readonly string[]
}

/** The buckets that the depot can reach. */
export interface Buckets {
  /** `undefined`: the bucket does not exist. */
  find(name: string): Promise<Bucket | undefined>
}

/** Files that the depot puts into the buckets that manifests name. */
export interface BucketFiles {
  /** Puts a file, which replaces an existing one. */
  put(place: BucketPlace, bytes: Uint8Array, contentType: string): Promise<void>
  /** `undefined`: it does not exist. */
  get(place: BucketPlace): Promise<Uint8Array | undefined>
}

/** A key that signs requests, with the secret before its last rotation: still good for verifying. */
export interface DepotKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly previousSecretAccessKey?: string
  /** The team of the key, if keys have teams. */
  readonly team?: string
}

/** The keys that may sign requests to the depot. */
export interface DepotKeys {
  find(accessKeyId: string): Promise<DepotKey | undefined>
}
