import type { Diagnostic } from '../../manifest/diagnostics/diagnostic.ts'
import type { Era } from '../../manifest/manifest.ts'
import type { Clock, Log, Metrics, NewId } from '../../system.ts'
import type { Keys } from '../../teams/keys.ts'
import type { JobStore } from '../job-store.ts'
import type { Archive, TeamBuckets } from '../ports.ts'
import type { Service } from '../service.ts'
import type { SubmissionRecord } from '../submission-record.ts'
import type { Timing } from '../timing.ts'

/** What a submission needs of the world. */
export interface SubmissionDeps {
  readonly service: Service
  readonly jobs: JobStore
  readonly archive: Archive
  /**
   * For so long a job waits for its SIGNATURE to be archived before it is stored, so that it says itself when that was and
   * lists need not look elsewhere. Default: it does not wait
   */
  readonly archiveHeadStart?: () => Promise<void>
  /** Default: none */
  readonly teamBuckets?: TeamBuckets
  readonly keys: Keys
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly metrics: Metrics
  readonly era: Era
  /** Whether tools that speak the Query API get a job's manifest with its secrets. Default: redacted */
  readonly currentManifest?: 'redacted' | 'whole'
  readonly timing: Timing
}

/** A submission on its way: its record, the manifest as it was received, and what the reader warned of. */
export interface SubmissionInFlight {
  readonly record: SubmissionRecord
  readonly text: string
  readonly warnings: readonly Diagnostic[]
}
