import type { Actor, Happening } from '../audit/event.ts'
import type { JobType, Kind } from '../manifest/manifest.ts'
import type { Timestamp } from '../system.ts'
import type { Device, StageSince } from './device-stage.ts'
import type { NoticeType } from './notice-types.ts'
import type { Tagging } from './tagging.ts'

/** Lease: owner and expiry. */
export interface Lease {
  /** Drawn anew for every attempt; an update names the owner that it believes in. */
  readonly owner: string
  readonly until: Timestamp
}

/** `expired`: the service says that no device came in time. */
export type JobState = 'created' | 'cancelled' | 'expired'

/** A PDF that belongs to a job, as the service announces it. */
export interface Artifact {
  readonly description: string
  readonly url: string
  /**
   * Which contents it has: the job's version since which the service may answer another PDF at the same address. Absent: as
   * it was when the job was made.
   */
  readonly since?: number
}

/** What the service answers to CreateJob, as far as it must be kept. */
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

/** What the manifest says that look-ups need. */
export interface JobSubject {
  readonly team: string
  readonly kind: Kind
  readonly jobType: JobType
  readonly deviceId: string
  readonly buckets: readonly string[]
}

/** Something that does not stop a job but that its sender should know. */
export interface Warning {
  /** A diagnostic's code, `SERVICE_WARNING` for what the service said, or `DEVICE_HAS_JOB`. */
  readonly code: string
  readonly detail: string
  readonly pointer?: string
  readonly line?: number
  readonly column?: number
}

/**
 * A job as lists have it: who looks through many jobs does not pay for their manifests and warnings, and a list asks of a job
 * only what it shows.
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

/** A job of a list, and when its SIGNATURE was archived (absent before that, or if the job has none). */
export interface StoredSummary {
  readonly job: JobSummary
  readonly archivedAt?: Timestamp
}

/** The same with all that is stored of the job. */
export interface StoredJob extends StoredSummary {
  readonly job: Job
}

/** The service's last answer about a job. Codes and messages are the service's own. */
export interface StoredStatus {
  /** When that was. */
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

/** Which of a job's manifests one is, and whose. */
export interface Authorship {
  /** 1 is what the job was made of. */
  readonly number: number
  /** Since when it is in force. */
  readonly at: Timestamp
  /** The principal that gave it to the job. Absent: it was changed at the service without Waybill. */
  readonly by?: string
}

/** What a team reports of the parcel that a device travels in on its way out. The way back is in `StoredStatus`. */
export interface Shipment {
  /** The carrier's own name where Waybill knows it; else as it was given. */
  readonly carrier: string
  readonly trackingNumber?: string
  /** Where the carrier shows the parcel. */
  readonly trackingUrl?: string
  /** A day, `2026-11-21`. */
  readonly shippedOn: string
  readonly sealNumber?: string
  /** The jobs whose devices are in the parcel, this one included. */
  readonly jobIds: readonly string[]
  /** What its sender should look at again. */
  readonly warnings: readonly Warning[]
  /** When it was reported first, and by whom last. */
  readonly reportedAt: Timestamp
  readonly reportedBy: string
}

/** What can be recorded of a device's way through hands. */
export const CUSTODY_STEPS = ['packed', 'sealed', 'handed-over', 'received-back'] as const

/** One step of a device's way through hands. */
export interface CustodyStep {
  readonly step: (typeof CUSTODY_STEPS)[number]
  /** Who did it, as a person's or a company's name. */
  readonly by: string
  readonly at: Timestamp
  readonly note?: string
  readonly sealNumber?: string
  /** Who recorded it. */
  readonly recordedBy: string
}

/** When the service is to be asked about a job next. */
export interface Follow {
  /** The job has a time of its own. */
  readonly dueAt?: Timestamp
  /** The job is looked at in turn with all that are in its device's stage. Neither: never again. */
  readonly inTurn?: true
  /** When it was asked last, with the answer that is stored; of a job in turn to a day. */
  readonly askedAt?: Timestamp
}

/** A request that changes a job at the service, and what shows afterwards whether it did. */
export interface ChangeRequest extends Actor {
  readonly action: 'update' | 'cancel'
  /** Of an update: hex SHA-256 of the manifest that it sends. */
  readonly sentSha256?: string
}

/** The lease of the request that changes a job at the service. One that has run out is of a request that was broken off. */
export interface RunningChange extends Lease {
  /** Absent: an older Waybill took the lease. */
  readonly request?: ChangeRequest
}

/** What happened to a job, for its history. */
export type JobHappening = Omit<Happening, 'team' | 'jobId'>

/** An event that the history has not got yet. */
export interface UnrecordedEvent extends Actor, JobHappening {
  /** The same at each attempt to record it. */
  readonly id: string
  readonly at: Timestamp
}

/** The job item: the service's whole answer, and from then on the job's life. */
export interface Job extends JobSubject, Tagging, Omit<ServiceAnswer, 'warnings'> {
  /** The record that the job came of. */
  readonly id: string
  readonly state: JobState
  /** The key that created the job, and so its owner at the service. It signs every request about the job. */
  readonly accessKeyId: string
  readonly warnings: readonly Warning[]
  /** The manifest with its secrets replaced. */
  readonly manifest: string
  /** Hex SHA-256 of the manifest as it was received. */
  readonly manifestSha256: string
  /** Of the manifest in force. Absent: it is the one that the job was made of. */
  readonly authorship?: Authorship
  /** Of the manifest in force, where it is not the one that the job was made of. */
  readonly fingerprint?: string
  /** Hex SHA-256 of the manifest at the service: shows whether it was changed without Waybill. */
  readonly sentSha256: string
  readonly status?: StoredStatus
  /** Absent until a device's stage was stored first: `deviceOf` knows it in any case. */
  readonly stage?: StageSince
  readonly shipment?: Shipment
  /** Oldest first. */
  readonly custody?: readonly CustodyStep[]
  readonly follow?: Follow
  /** What the history has not got yet, oldest first: stored with the very change, so that a crash loses nothing. */
  readonly unrecorded?: readonly UnrecordedEvent[]
  /** How many days before the job expires a notice was given last. */
  readonly expiryNotice?: number
  /** Devices and buckets that an earlier manifest of the job named, and lists find it by. */
  readonly formerDevices?: readonly string[]
  readonly formerBuckets?: readonly string[]
  /** When its manifest and addresses were removed, as the stage's setting wants it. */
  readonly purgedAt?: Timestamp
  /** When the SIGNATURE was archived, if that was before the job was stored; if later, its record alone says so. */
  readonly archivedAt?: Timestamp
  /** The request that changes the job at the service. */
  readonly change?: RunningChange
  /** Notices of changes that were stored with the changes, and that no subscription has got yet; oldest first. */
  readonly notices?: readonly JobNotice[]
  /** Grows with each change; a change names the version that it was made from. */
  readonly version: number
  readonly createdAt: Timestamp
  readonly updatedAt: Timestamp
}

/**
 * Whether its record alone shows when its SIGNATURE was archived. Most jobs show it themselves; one without a SIGNATURE has
 * nothing to archive.
 */
export const leavesArchivedToRecord = ({
  archivedAt,
  signatureFileContents,
}: Pick<Job, 'archivedAt' | 'signatureFileContents'>): boolean =>
  archivedAt === undefined && signatureFileContents !== undefined

/** What a change leaves of a job. */
export type JobPatch = Partial<Omit<Job, 'jobId' | 'id' | 'team' | 'version'>>

/** What a notice reports, as it was at its moment. Never a secret, a signature or an address. */
export interface NoticeFacts extends JobSubject {
  /** The submission's own id, which its job has too. */
  readonly id: string
  readonly jobId?: string
  readonly state: 'submitting' | 'created' | 'cancelled' | 'expired' | 'refused'
  /** Hex SHA-256 of the manifest as it was received. */
  readonly manifestSha256?: string
  /** What a change has replaced. */
  readonly before?: Pick<JobSubject, 'kind' | 'deviceId' | 'buckets'> & { readonly manifestSha256: string }
  /** Where its disk is. */
  readonly device?: Device
  /** Why a submission made no job. */
  readonly error?: { readonly code: string; readonly detail: string }
}

/** Something that a team's subscriptions get to know. */
export interface JobNotice {
  /** The same for the same change, however often it is derived. */
  readonly id: string
  readonly type: NoticeType
  readonly at: Timestamp
  readonly facts: NoticeFacts
}
