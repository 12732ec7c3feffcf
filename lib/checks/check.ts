import type { JobType, Kind } from '../manifest/manifest.ts'
import type { Timestamp } from '../system.ts'
import type { SealedWebhook } from '../webhooks/sealed-webhook.ts'
import type { Notice } from './notice.ts'
import type { RunOutcome } from './run.ts'
import type { ScheduleText } from './schedule.ts'

/** What a check validates. */
export type Subject = CheckedManifest | CheckedJob

/** A manifest of its own. Only its encrypted text is stored, since it may contain passwords. */
export interface CheckedManifest {
  readonly is: 'manifest'
  readonly sealed: string
  /** Hex SHA-256 of the text. */
  readonly sha256: string
  readonly kind: Kind
  readonly jobType: JobType
  readonly deviceId: string
  readonly buckets: readonly string[]
}

/** A job that waits for its device. Each run asks the service for the manifest, which the check does not store. */
export interface CheckedJob {
  readonly is: 'job'
  readonly jobId: string
  /** When the service lets the job expire if no device has come. */
  readonly expiresAt: Timestamp
}

/** The targets of notices. Events are always sent. */
export interface NotifySettings {
  /** Whether the deployment's notice topic gets them, for e-mail for example. */
  readonly email: boolean
  readonly webhook?: SealedWebhook
  /** Whether the check stands in its team's daily digest. */
  readonly digest: boolean
  /** How long the outcome may be unknown before a notice is sent. */
  readonly unknownAfterMinutes: number
}

/** The last notice. The next one is sent when something differs from it. */
export type LastNotice = { readonly is: 'pass' | 'unknown' } | { readonly is: 'fail'; readonly reason: string }

/** Why the check of a job has ended. */
export type EndReason = 'cancelled' | 'received' | 'expired'

/** What the runs so far have found. Changed by runs only, one at a time. */
export interface CheckProgress {
  /** Grows with each run. A write names the number that it changes. */
  readonly sequence: number
  readonly last?: LastRun
  /** Since when the outcome is unknown. */
  readonly unknownSince?: Timestamp
  readonly lastNotice: LastNotice
  /** The last expiry warning that was given, by its days. */
  readonly warnedDays?: number
  readonly ended?: { readonly at: Timestamp; readonly because: EndReason }
  /** Notices that are decided on but not yet handed over. */
  readonly outbox: readonly Notice[]
}

export interface LastRun {
  readonly runId: string
  readonly outcome: RunOutcome
  readonly startedAt: Timestamp
  readonly durationMs: number
  /** The time in the schedule; absent for a run by hand. */
  readonly scheduledFor?: Timestamp
  /** The errors, as `CODE /pointer`. */
  readonly faults: readonly string[]
  readonly manifestSha256?: string
}

/** A manifest that is validated on a schedule. */
export interface ScheduledCheck {
  readonly team: string
  /** Unique in its team. */
  readonly name: string
  /** Random. A later check with the same name has another id. */
  readonly id: string
  /** Grows when the check's settings change. A write names the revision that it changes. */
  readonly revision: number
  /** The revision that the scheduler has. */
  readonly scheduledRevision?: number
  readonly subject: Subject
  readonly schedule: ScheduleText
  readonly enabled: boolean
  readonly notify: NotifySettings
  /** Whether it is a static check of the stage's settings, which can only be changed there. */
  readonly isStatic?: boolean
  /** The start of a rate: when the schedule was set. */
  readonly anchor: Timestamp
  readonly createdAt: Timestamp
  readonly updatedAt: Timestamp
  /** Who changed it last. */
  readonly updatedBy: string
  readonly progress: CheckProgress
}

export const NO_PROGRESS: CheckProgress = { sequence: 0, lastNotice: { is: 'pass' }, outbox: [] }

/** Whether a check runs by itself. */
export const isActive = ({ enabled, progress }: ScheduledCheck) => enabled && progress.ended === undefined

/** A name is part of addresses and of file names. */
export const CHECK_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
