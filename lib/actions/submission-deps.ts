import type { SubmissionRecord } from '../jobs/submission-record.ts'
import type { Diagnostic } from '../manifest/diagnostic.ts'
import type { Era } from '../manifest/manifest.ts'
import type { JobStore } from '../ports/job-store.ts'
import type { Archive, Clock, Keys, Log, Metrics, NewId, Service, TeamBuckets } from '../ports.ts'

/** How long each part of a submission may take, in milliseconds; each is shorter than the one after it. */
export interface Timing {
  /** From the request's start until Waybill stops waiting; a version 2 request expires then. */
  readonly deadlineMs: number
  /** From the request's start until somebody else may take the submission over. */
  readonly leaseMs: number
  /** How long after the last moment of acceptance a job that the service accepted may take to show in its list. */
  readonly settleMarginMs: number
}

/** What a submission needs of the world. */
export interface SubmissionDeps {
  readonly service: Service
  readonly jobs: JobStore
  readonly archive: Archive
  /** Default: none */
  readonly teamBuckets?: TeamBuckets
  readonly keys: Keys
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly metrics: Metrics
  readonly era: Era
  readonly timing: Timing
}

/** A submission on its way: its record, the manifest as it was received, and what the reader warned of. */
export interface SubmissionInFlight {
  readonly record: SubmissionRecord
  readonly text: string
  readonly warnings: readonly Diagnostic[]
}
