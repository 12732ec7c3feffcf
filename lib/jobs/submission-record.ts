import type { Actor } from '../audit/event.ts'
import type { Timestamp } from '../system.ts'
import type { JobSubject, Lease, UnrecordedEvent } from './job.ts'
import type { Tagging } from './tagging.ts'

/** Why a submission made no job; if the service refused it, in its words. The key is free again, the record stays for audit. */
export interface SubmissionError {
  readonly code: string
  readonly detail: string
}

/**
 * Why a job no longer answers for its manifest: it was cancelled, here or at the service; no device came in time; its
 * device is on its way back; it was given another manifest; or the service knows it no longer.
 */
export type JobEnd = 'cancelled' | 'expired' | 'returned' | 'replaced' | 'forgotten'

/** The job that the same manifest made earlier, and why it makes another now. */
export interface Predecessor {
  readonly jobId: string
  readonly end: JobEnd
}

/** The latest submission of a manifest. */
export interface Latest {
  /** The number of this submission among those of the manifest without a key; 2 or more. */
  readonly generation: number
  readonly follows: Predecessor
}

/** One submission: who asked, with which key, and which job was made. */
export interface SubmissionRecord extends JobSubject, Tagging {
  /** Derived from team and idempotency key, so that two requests with one key meet in one item. */
  readonly id: string
  readonly state: 'submitting' | 'created' | 'refused'
  readonly idempotencyKey: string
  /** Hex SHA-256 of the content. The same key with another fingerprint is the caller's mistake. */
  readonly fingerprint: string
  readonly lease: Lease
  /** Who sent the first request. */
  readonly asker: Actor
  /** The key that signs the request. Only with this key can its job be found at the service. */
  readonly accessKeyId: string
  /**
   * Until when the service may still act on a CreateJob request that was sent, by the service's own clock.
   * Absent: nothing is on its way.
   */
  readonly acceptableUntil?: Timestamp
  /** By how much the service's clock was ahead of ours at the request, in milliseconds. Absent: not known. */
  readonly serviceAheadMs?: number
  readonly jobId?: string
  /** Only for a submission without a key, if the same manifest made an earlier job. */
  readonly follows?: Predecessor
  /** Only on the first record of a manifest without a key: its latest submission. */
  readonly latest?: Latest
  /** When the SIGNATURE was archived. Absent: not yet. */
  readonly archivedAt?: Timestamp
  /**
   * The time of the submission's event, if this record is that event (`submissionEvent`). Set with the job ID, by a request
   * that made the job at its first attempt. Absent: separate events report the submission.
   */
  readonly submittedAt?: Timestamp
  /** Events that the job's history does not have yet, oldest first. Stored with the job ID; the record stays open until then. */
  readonly unrecorded?: readonly UnrecordedEvent[]
  /** Only if the submission was refused. */
  readonly error?: SubmissionError
  /** Present while something is left to do. It puts the record into the sparse index of open submissions. */
  readonly open?: 'yes'
  readonly createdAt: Timestamp
  readonly updatedAt: Timestamp
}
