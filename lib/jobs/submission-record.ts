import type { Actor } from '../audit/event.ts'
import type { Timestamp } from '../system.ts'
import type { JobSubject, Lease, UnrecordedEvent } from './job.ts'
import type { Tagging } from './tagging.ts'

/** Why a submission was refused, in the service's words where it answered. The key is free again; the record stays for the audit. */
export interface SubmissionError {
  readonly code: string
  readonly detail: string
}

/**
 * Why a job no longer answers for its manifest: it was cancelled, here or at the service; no device came in time; its
 * device is on its way back; it was given another manifest; or the service knows it no longer.
 */
export type JobEnd = 'cancelled' | 'expired' | 'returned' | 'replaced' | 'forgotten'

/** The job that the same manifest made before, and why the manifest makes another now. */
export interface Predecessor {
  readonly jobId: string
  readonly end: JobEnd
}

/** Which submission of a manifest answers for it now. */
export interface Latest {
  /** How many submissions of the manifest there have been without a key, this one included; 2 or more. */
  readonly generation: number
  readonly follows: Predecessor
}

/** What Waybill keeps of one submission: who asked, with which key, and which job came of it. */
export interface SubmissionRecord extends JobSubject, Tagging {
  /** Derived from team and idempotency key, so two requests with one key meet in one item. */
  readonly id: string
  readonly state: 'submitting' | 'created' | 'refused'
  readonly idempotencyKey: string
  /** Hex SHA-256 of what was asked for; another one under the same key is a mistake of the caller. */
  readonly fingerprint: string
  readonly lease: Lease
  /** Who asked first. */
  readonly asker: Actor
  /** The key that signs, with which alone the service's jobs can be looked through for this one. */
  readonly accessKeyId: string
  /**
   * Until when the service may still act on a CreateJob request that was sent, by the service's own clock.
   * Absent: nothing is on its way.
   */
  readonly acceptableUntil?: Timestamp
  /** By how many milliseconds the service's clock was ahead of ours when the request was made; absent if it was not known. */
  readonly serviceAheadMs?: number
  readonly jobId?: string
  /** Of a submission without a key whose manifest made a job before. */
  readonly follows?: Predecessor
  /** On the first record of a manifest that came without a key: where a later submission answers for it. */
  readonly latest?: Latest
  /** When the SIGNATURE was archived; absent while it is not. */
  readonly archivedAt?: Timestamp
  /**
   * When history has the submission (`submissionEvent`); set with the job ID, by the request that made the job at the first
   * attempt. Absent: events of their own report how it came to its job.
   */
  readonly submittedAt?: Timestamp
  /** What the history of its job has not got yet, oldest first: stored with the job ID. The record is open as long. */
  readonly unrecorded?: readonly UnrecordedEvent[]
  /** Only of a submission that was refused. */
  readonly error?: SubmissionError
  /** Present while something is left to do: puts the record into the sparse index of open submissions. */
  readonly open?: 'yes'
  readonly createdAt: Timestamp
  readonly updatedAt: Timestamp
}
