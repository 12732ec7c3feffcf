import type { DailyUse } from '../../teams/belongings.ts'
import type { Warning } from '../job.ts'
import type { JobDeps } from '../job-deps.ts'
import type { Archive, TeamBuckets } from '../ports.ts'
import type { SubmissionRecord } from '../submission-record.ts'

/** What a submission needs of the world. */
export interface SubmissionDeps extends JobDeps {
  /** Counts jobs against the daily quotas of teams. Default: nothing is counted */
  readonly dailyUse?: DailyUse
  readonly archive: Archive
  /**
   * For so long a job waits for its SIGNATURE to be archived before it is stored, so that it says itself when that was and
   * lists need not look elsewhere. Default: it does not wait
   */
  readonly archiveHeadStart?: () => Promise<void>
  /** Default: none */
  readonly teamBuckets?: TeamBuckets
}

/** A submission on its way: its record, the manifest as it was received, and what its sender should know. */
export interface SubmissionInFlight {
  readonly record: SubmissionRecord
  readonly text: string
  /** The text as it is sent, with the record's mark. Default: it is marked where that is needed */
  readonly sent?: string
  readonly warnings: readonly Warning[]
}
