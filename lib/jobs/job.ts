import type { JobType, Kind } from '../manifest/manifest.ts'

/** A moment as RFC 3339 UTC with milliseconds (`Date.toISOString`), so that text order is time order. */
export type Timestamp = string

/** A PDF that belongs to a job, as the service announces it. */
export interface Artifact {
  readonly description: string
  readonly url: string
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
  /** A diagnostic's code, or `SERVICE_WARNING` for what the service said. */
  readonly code: string
  readonly detail: string
  readonly pointer?: string
  readonly line?: number
  readonly column?: number
}

/** A job as it is kept, and when its SIGNATURE was archived (absent while it is not, or where there is none). */
export interface KeptJob {
  readonly job: Job
  readonly archivedAt?: Timestamp
}

/** The job item: the service's whole answer, and from then on the job's life. */
export interface Job extends JobSubject, Omit<ServiceAnswer, 'warnings'> {
  /** The record that the job came of. */
  readonly id: string
  readonly state: 'created' | 'cancelled'
  readonly warnings: readonly Warning[]
  /** The manifest with its secrets replaced. */
  readonly manifest: string
  /** Hex SHA-256 of the manifest as it was received. */
  readonly manifestSha256: string
  readonly createdAt: Timestamp
  readonly updatedAt: Timestamp
}
