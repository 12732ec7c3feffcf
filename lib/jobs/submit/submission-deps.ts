import type { DailyUse } from '../../teams/belongings.ts'
import type { Warning } from '../job.ts'
import type { JobDeps } from '../job-deps.ts'
import type { Archive, TeamBuckets } from '../ports.ts'
import type { SubmissionRecord } from '../submission-record.ts'

/** The ports that a submission needs. */
export interface SubmissionDeps extends JobDeps {
  /** Counts jobs against the daily quotas of teams. Default: no counting */
  readonly dailyUse?: DailyUse
  readonly archive: Archive
  /**
   * Waits for the archive of the SIGNATURE before the job is stored, so that the job item has the time of the archive and lists
   * need not read the record. Default: no wait
   */
  readonly archiveHeadStart?: () => Promise<void>
  /** Default: none */
  readonly teamBuckets?: TeamBuckets
}

/** A submission on its way: its record, the manifest as it was received, and warnings for its sender. */
export interface SubmissionInFlight {
  readonly record: SubmissionRecord
  readonly text: string
  /** The text as it is sent, with the record's mark. Default: made of `text` */
  readonly sent?: string
  readonly warnings: readonly Warning[]
}
