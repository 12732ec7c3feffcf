/** What the depot needs of the outside world. */
import type { JobType } from '../manifest/manifest.ts'
import type { Timestamp } from '../system.ts'

/** An object in a bucket. */
export interface BucketPlace {
  readonly bucket: string
  readonly key: string
}

/** Why the depot's staff could not work on a device: the service's own progress codes. */
export type AbortReason =
  | 'DeviceError'
  | 'MissingDevice'
  | 'UnsupportedDeviceType'
  | 'UnsupportedFileFormat'
  | 'UnsupportedPowerSupply'

/** Something that the depot's staff did with a device. */
export type DepotEvent = { readonly at: Timestamp } & (
  | { readonly type: 'received'; readonly signature: 'valid' | 'invalid' | 'missing' }
  | { readonly type: 'loading' }
  | { readonly type: 'aborted'; readonly reason: AbortReason }
  | { readonly type: 'finished'; readonly errors: number; readonly log: BucketPlace }
  | { readonly type: 'returned'; readonly carrier: string; readonly trackingNumber: string }
)

/** A job as the depot keeps it. */
export interface DepotJob {
  readonly jobId: string
  /** The access key that the job belongs to. */
  readonly owner: string
  readonly jobType: JobType
  /** As it was sent, secrets included: GetStatus gives it back. */
  readonly manifest: string
  readonly signature?: string
  /** Where its barcode sheet is; jobs with a SIGNATURE have none. */
  readonly sheet?: BucketPlace
  /** Where its shipping label is, once one was asked for. */
  readonly label?: BucketPlace
  /** What the staff did with its device, in order. */
  readonly events?: readonly DepotEvent[]
  readonly createdAt: Timestamp
  readonly cancelledAt?: Timestamp
  /** Grows with each change; a change names the version that it was made from. */
  readonly version: number
}

/** What a list shows of a job. */
export type DepotJobSummary = Pick<DepotJob, 'jobId' | 'jobType' | 'createdAt' | 'cancelledAt'>

/** Where a job stands among those whose device is here. */
export interface HerePlace {
  /** When the device came. */
  readonly since: Timestamp
  readonly jobId: string
}

/** Distinguishes a signed request that makes a job from every other, and its copies from each other. */
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
  /** An owner's jobs, newest first, from after `after` on. */
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
  /** Puts a file; one that is there is replaced. */
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
  /** Whose key it is, where keys are of teams. */
  readonly team?: string
}

/** The keys that may ask the depot. */
export interface DepotKeys {
  find(accessKeyId: string): Promise<DepotKey | undefined>
}
