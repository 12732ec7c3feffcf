/** The outside world on one page. Actions and the depot see it only through these. */
import type { Caller } from './jobs/caller.ts'
import type { Artifact, ServiceAnswer, Timestamp } from './jobs/job.ts'
import type { Figures } from './jobs/metrics.ts'
import type { JobType } from './manifest/manifest.ts'

/** The time now. */
export type Clock = () => Date

/** A fresh identifier that nobody can guess (a version 4 UUID). */
export type NewId = () => string

/** Unpredictable bytes. */
export type RandomBytes = (length: number) => Uint8Array

/** The key of page tokens, 32 bytes. */
export type PageKey = () => Promise<Uint8Array>

/** A number from 0 up to, but not including, 1. */
export type Random = () => number

/** Lets time pass. */
export type Wait = (milliseconds: number) => Promise<void>

/** An access key that signs requests to the service. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** A key, and the team that owns it. */
export interface TeamKey extends Credentials {
  readonly team: string
  /** What the secret was before the last rotation: still good for verifying, never for signing. */
  readonly previousSecretAccessKey?: string
}

/** The teams' signing keys. */
export interface Keys {
  /** The keys that a team may sign with, preferred one first; none for an unknown team. */
  ofTeam(team: string): Promise<readonly Credentials[]>
  /** A key by its ID, with the team that owns it. */
  find(accessKeyId: string): Promise<TeamKey | undefined>
}

/** The signing keys, for whoever looks after them. Gives no secret away. */
export interface KeyRing {
  /** Adds a key; where it has a team, that prefers it to the others. `false`: there is one of that ID, and it stays as it is. */
  put(accessKeyId: string, secretAccessKey: string): Promise<boolean>
  /** Gives a key another secret; what it had is good for verifying until the next time. `false`: there is no such key. */
  rotate(accessKeyId: string, secretAccessKey: string): Promise<boolean>
  list(): Promise<readonly ListedKey[]>
}

export interface ListedKey {
  readonly accessKeyId: string
  /** Where the keys themselves are kept by teams. */
  readonly team?: string
  readonly changedAt?: Date
}

/** Tells who asks, from what a request carries to prove it. */
export interface Authorizer {
  /**
   * @param authorization the request's `Authorization` header
   * @throws AuthorizationFailure
   */
  callerOf(authorization: string | undefined): Promise<Caller>
}

/** How one call to the service is signed and how long it may take. */
export interface ServiceCall {
  readonly credentials: Credentials
  /** When the request counts as made. A version 4 signature carries this time, whenever it is computed. */
  readonly startedAt: Date
  /** When the caller stops waiting. A version 2 signature expires then. */
  readonly deadline: Date
}

export interface CreateJobRequest {
  readonly jobType: JobType
  readonly manifest: string
  readonly validateOnly: boolean
}

export interface UpdateJobRequest extends CreateJobRequest {
  readonly jobId: string
}

/** What UpdateJob answers. */
export interface ServiceUpdate {
  readonly warnings: readonly string[]
  readonly artifacts: readonly Artifact[]
}

/** Who sends the device, as a shipping label needs it. What is absent the service asks for or fills in. */
export interface SenderAddress {
  readonly name?: string | undefined
  readonly company?: string | undefined
  readonly phoneNumber?: string | undefined
  readonly country?: string | undefined
  readonly stateOrProvince?: string | undefined
  readonly city?: string | undefined
  readonly postalCode?: string | undefined
  readonly street1?: string | undefined
  readonly street2?: string | undefined
  readonly street3?: string | undefined
}

export interface ServiceLabel {
  /** Where the label, a PDF, can be fetched. */
  readonly url: string
  readonly warning?: string
}

/** What GetStatus tells. Codes and messages are the service's own. */
export interface ServiceStatus extends ServiceAnswer {
  readonly jobType: JobType
  readonly locationCode?: string
  readonly locationMessage?: string
  readonly progressCode?: string
  readonly progressMessage?: string
  readonly carrier?: string
  readonly trackingNumber?: string
  readonly logBucket?: string
  readonly logKey?: string
  readonly errorCount?: number
  readonly currentManifest?: string
  readonly createdAt?: Timestamp
}

export interface ServiceJobSummary {
  readonly jobId: string
  readonly jobType: JobType
  readonly createdAt: Timestamp
  readonly cancelled: boolean
}

export interface ServiceJobPage {
  readonly jobs: readonly ServiceJobSummary[]
  readonly truncated: boolean
  /** By the service's own clock (its `Date` header), a moment at which the list had not been made yet. */
  readonly serviceTime: Date
}

/** Whoever answers the Import/Export Query API. Every method throws `ServiceFailure` where there is no result. */
export interface Service {
  createJob(request: CreateJobRequest, call: ServiceCall): Promise<ServiceAnswer>
  updateJob(request: UpdateJobRequest, call: ServiceCall): Promise<ServiceUpdate>
  cancelJob(jobId: string, call: ServiceCall): Promise<void>
  getStatus(jobId: string, call: ServiceCall): Promise<ServiceStatus>
  getShippingLabel(
    request: { readonly jobIds: readonly string[]; readonly sender: SenderAddress },
    call: ServiceCall,
  ): Promise<ServiceLabel>
  /** Newest first; `marker` is the last job ID of the page before. */
  listJobs(page: { maxJobs?: number; marker?: string }, call: ServiceCall): Promise<ServiceJobPage>
  /** Until when, by its own clock, the service may accept a request made with this call. */
  acceptableUntil(call: Pick<ServiceCall, 'startedAt' | 'deadline'>): Date
}

/** Where SIGNATURE files are kept for good. */
export interface Archive {
  /**
   * Puts an object where there is none. The same bytes again are no error.
   *
   * @throws ArchiveConflict if other bytes lie under that name.
   */
  put(name: string, bytes: Uint8Array, contentType: string): Promise<void>
  get(name: string): Promise<Uint8Array | undefined>
}

/** Buckets of teams that Waybill may add to. */
export interface TeamBuckets {
  isWritable(bucket: string): boolean
  /** Puts an object where there is none. Where there is one, it stays, and that is no error. */
  put(bucket: string, name: string, bytes: Uint8Array, contentType: string): Promise<void>
}

/** Figures for an operator's alarms and dashboards. */
export interface Metrics {
  /** @param code what the figures are of, where they are counted by code */
  report(figures: Figures, code?: string): void
}

/** Files that the service has. */
export interface Downloads {
  /** @throws DownloadFailure if the file cannot be had, or is where nothing may be fetched from */
  get(url: string): Promise<Uint8Array>
}

/** One line about something that an operator should see. Never a secret. */
export interface Log {
  /** From now on lines are about this request; nothing that serves several at a time has it. */
  begin?(requestId: string): void
  info(message: string, fields?: Readonly<Record<string, unknown>>): void
  error(message: string, fields?: Readonly<Record<string, unknown>>): void
}

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

/** What a list tells of a job. */
export type DepotJobSummary = Pick<DepotJob, 'jobId' | 'jobType' | 'createdAt' | 'cancelledAt'>

/** The depot's own jobs. */
export interface DepotJobs {
  /**
   * Puts a job where there is none with its ID, and only as long as `until` has not passed.
   * Once that has passed, a job that `list` does not show never appears, however long a write was on its way.
   */
  add(job: DepotJob, until: Date): Promise<'added' | 'id-taken' | 'too-late'>
  get(jobId: string): Promise<DepotJob | undefined>
  /** `false`: the job has changed since `job.version - 1`. */
  replace(job: DepotJob): Promise<boolean>
  /** An owner's jobs, newest first, from after `after` on. */
  list(
    owner: string,
    page: { limit: number; after?: DepotJobSummary },
  ): Promise<{ jobs: readonly DepotJobSummary[]; truncated: boolean }>
  /** Counts one more job of an owner on a day (`2010-06-01`). `false`: that would be more than `limit`, and it is not counted. */
  count(owner: string, day: string, limit: number): Promise<boolean>
}

/** A bucket that a manifest names. */
export interface Bucket {
  readonly region: string
  /** Whether the depot may put objects there. */
  readonly writable: boolean
}

/** The buckets that the depot can reach. */
export interface Buckets {
  /** `undefined`: there is no such bucket. */
  find(name: string): Promise<Bucket | undefined>
}

/** Files that the depot puts into the buckets that manifests name. */
export interface BucketFiles {
  /** Puts a file; one that is there is replaced. */
  put(place: BucketPlace, bytes: Uint8Array, contentType: string): Promise<void>
  /** `undefined`: there is none. */
  get(place: BucketPlace): Promise<Uint8Array | undefined>
}
