import type { Actor, Happening } from '../audit/event.ts'
import type { JobType, Kind } from '../manifest/manifest.ts'
import type { Timestamp } from '../system.ts'
import type { Device, StageSince } from './device-stage.ts'
import type { NoticeType } from './notice-types.ts'
import type { Tagging } from './tagging.ts'

/** Lease: owner and expiry. */
export interface Lease {
  /** Random, and new for each attempt. A write names the owner that it expects. */
  readonly owner: string
  readonly until: Timestamp
}

/** `expired`: the service has closed the job, since no device came in time. */
export type JobState = 'created' | 'cancelled' | 'expired'

/** A PDF that belongs to a job, as the service announces it. */
export interface Artifact {
  readonly description: string
  readonly url: string
  /**
   * The job's version since which the service may have another PDF at the same address. Absent: the PDF is the first one.
   */
  readonly since?: number
}

/** The part of the service's answer to CreateJob that must be stored. */
export interface ServiceAnswer {
  readonly jobId: string
  /** Base64, 28 characters; absent for kinds that carry a barcode instead. */
  readonly signature?: string
  /** The SIGNATURE file's text, byte for byte. */
  readonly signatureFileContents?: string
  readonly shippingAddress?: string
  readonly warnings: readonly string[]
  readonly artifacts: readonly Artifact[]
}

/** The facts of a manifest that look-ups need. */
export interface JobSubject {
  readonly team: string
  readonly kind: Kind
  readonly jobType: JobType
  readonly deviceId: string
  readonly buckets: readonly string[]
}

/** Something that the sender should know, but that does not stop the job. */
export interface Warning {
  /** A diagnostic's code, `SERVICE_WARNING` for a warning of the service, or `DEVICE_HAS_JOB`. */
  readonly code: string
  readonly detail: string
  readonly pointer?: string
  readonly line?: number
  readonly column?: number
}

/**
 * A job in a list: without the large members, such as manifest and warnings, so that a page of many jobs is cheap.
 */
export type JobSummary = Omit<
  Job,
  | 'manifest'
  | 'warnings'
  | 'description'
  | 'accessKeyId'
  | 'manifestSha256'
  | 'sentSha256'
  | 'authorship'
  | 'custody'
  | 'notices'
  | 'unrecorded'
>

/** A job of a list, and when its SIGNATURE was archived (absent: not yet, or the job has none). */
export interface StoredSummary {
  readonly job: JobSummary
  readonly archivedAt?: Timestamp
}

/** The same with the whole job. */
export interface StoredJob extends StoredSummary {
  readonly job: Job
}

/** The service's last answer about a job, with the service's own codes and messages. */
export interface StoredStatus {
  /** When the service answered. */
  readonly checkedAt: Timestamp
  readonly locationCode?: string
  readonly locationMessage?: string
  readonly progressCode?: string
  readonly progressMessage?: string
  readonly carrier?: string
  readonly trackingNumber?: string
  readonly logBucket?: string
  readonly logKey?: string
  readonly errorCount?: number
}

/** The number and the author of one of a job's manifests. */
export interface Authorship {
  /** 1 is the manifest that made the job. */
  readonly number: number
  /** When it came into force. */
  readonly at: Timestamp
  /** The principal that sent it. Absent: it was changed at the service without Waybill. */
  readonly by?: string
}

/** The parcel that takes a device to the service, as its team reports it. The way back is in `StoredStatus`. */
export interface Shipment {
  /** The carrier's own name, if Waybill knows it; otherwise the name that the team gave. */
  readonly carrier: string
  readonly trackingNumber?: string
  /** The carrier's page about the parcel. */
  readonly trackingUrl?: string
  /** A day, `2026-11-21`. */
  readonly shippedOn: string
  readonly sealNumber?: string
  /** The jobs whose devices are in the parcel, this one included. */
  readonly jobIds: readonly string[]
  /** Points that the sender should check again. */
  readonly warnings: readonly Warning[]
  /** When it was first reported. `reportedBy`: who reported it last. */
  readonly reportedAt: Timestamp
  readonly reportedBy: string
}

/** The steps of custody that a team can record. */
export const CUSTODY_STEPS = ['packed', 'sealed', 'handed-over', 'received-back'] as const

/** One step of a device's custody. */
export interface CustodyStep {
  readonly step: (typeof CUSTODY_STEPS)[number]
  /** The person or company that did it. */
  readonly by: string
  readonly at: Timestamp
  readonly note?: string
  readonly sealNumber?: string
  /** The principal that recorded it. */
  readonly recordedBy: string
}

/** When the service is asked about a job next. */
export interface Follow {
  /** The job has its own time. */
  readonly dueAt?: Timestamp
  /** The job is looked at in turn, with the others of its stage. Without this and `dueAt`: never again. */
  readonly inTurn?: true
  /** When the service was last asked. For a job in turn, at most a day too old. */
  readonly askedAt?: Timestamp
}

/** A request that changes a job at the service, with what is needed to find out later whether it did. */
export interface ChangeRequest extends Actor {
  readonly action: 'update' | 'cancel'
  /** Only for an update: hex SHA-256 of the manifest that it sends. */
  readonly sentSha256?: string
}

/** The lease of the request that changes a job at the service. After `until`, that request has broken off. */
export interface RunningChange extends Lease {
  /** Absent: an older version of Waybill took the lease. */
  readonly request?: ChangeRequest
}

/** Something that happened to a job, for its history. */
export type JobHappening = Omit<Happening, 'team' | 'jobId'>

/** An event that the history does not have yet. */
export interface UnrecordedEvent extends Actor, JobHappening {
  /** The same at each attempt to record it. */
  readonly id: string
  readonly at: Timestamp
}

/** The job item: the service's whole answer, and everything that happens to the job later. */
export interface Job extends JobSubject, Tagging, Omit<ServiceAnswer, 'warnings'> {
  /** The id of the job's record. */
  readonly id: string
  readonly state: JobState
  /** The key that created the job. At the service, its owner owns the job, so it signs every request about the job. */
  readonly accessKeyId: string
  readonly warnings: readonly Warning[]
  /** The manifest with its secrets replaced. */
  readonly manifest: string
  /** Hex SHA-256 of the manifest as it was received. */
  readonly manifestSha256: string
  /** The authorship of the manifest in force. Absent: it is the manifest that made the job. */
  readonly authorship?: Authorship
  /** The fingerprint of the manifest in force. Absent: it is the manifest that made the job. */
  readonly fingerprint?: string
  /** Hex SHA-256 of the manifest at the service: shows whether it was changed without Waybill. */
  readonly sentSha256: string
  readonly status?: StoredStatus
  /** Absent until the stage is first stored. `deviceOf` gives the stage in both cases. */
  readonly stage?: StageSince
  readonly shipment?: Shipment
  /** Oldest first. */
  readonly custody?: readonly CustodyStep[]
  readonly follow?: Follow
  /** Events that the history does not have yet, oldest first. The change stores them, so a crash loses none. */
  readonly unrecorded?: readonly UnrecordedEvent[]
  /** The last expiry notice, in days before the job expires. */
  readonly expiryNotice?: number
  /** Devices and buckets of earlier manifests. Lists find the job by these too. */
  readonly formerDevices?: readonly string[]
  readonly formerBuckets?: readonly string[]
  /** When its manifests and addresses were removed, because of the stage's retention setting. */
  readonly purgedAt?: Timestamp
  /** When the SIGNATURE was archived, if that was before the job was stored. Otherwise only the record has the time. */
  readonly archivedAt?: Timestamp
  /** The request that changes the job at the service. */
  readonly change?: RunningChange
  /** Notices that no subscription has yet, oldest first. The change stores them, so a crash loses none. */
  readonly notices?: readonly JobNotice[]
  /** Grows by 1 with each change. A write names the version that it changes. */
  readonly version: number
  readonly createdAt: Timestamp
  readonly updatedAt: Timestamp
}

/**
 * Whether only the record shows when the SIGNATURE was archived. Most jobs have the time themselves, and a job without a
 * SIGNATURE has nothing to archive.
 */
export const leavesArchivedToRecord = ({
  archivedAt,
  signatureFileContents,
}: Pick<Job, 'archivedAt' | 'signatureFileContents'>): boolean =>
  archivedAt === undefined && signatureFileContents !== undefined

/** The members of a job that a change replaces. */
export type JobPatch = Partial<Omit<Job, 'jobId' | 'id' | 'team' | 'version'>>

/** The facts of a notice at the time of its change. Never a secret, a signature or an address. */
export interface NoticeFacts extends JobSubject {
  /** The submission's id, which is the job's too. */
  readonly id: string
  readonly jobId?: string
  readonly state: 'submitting' | 'created' | 'cancelled' | 'expired' | 'refused'
  /** Hex SHA-256 of the manifest as it was received. */
  readonly manifestSha256?: string
  /** The facts that the change has replaced. */
  readonly before?: Pick<JobSubject, 'kind' | 'deviceId' | 'buckets'> & { readonly manifestSha256: string }
  /** Where the device is. */
  readonly device?: Device
  /** Why the submission made no job. */
  readonly error?: { readonly code: string; readonly detail: string }
}

/** A message for a team's subscriptions. */
export interface JobNotice {
  /** The same change always gives the same id. */
  readonly id: string
  readonly type: NoticeType
  readonly at: Timestamp
  readonly facts: NoticeFacts
}
