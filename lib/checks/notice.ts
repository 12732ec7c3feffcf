import type { Timestamp } from '../system.ts'
import type { NoticeKind } from './notice-kinds.ts'
import type { RunDiagnostic, RunOutcome } from './run.ts'

/** One notice. It may arrive more than once, with the same id. It never contains a secret or a manifest. */
export interface Notice {
  readonly id: string
  readonly kind: NoticeKind
  readonly team: string
  readonly check: string
  readonly at: Timestamp
  /** One sentence for people. */
  readonly summary: string
  /** The result of the check's last run, if there was one. */
  readonly outcome?: RunOutcome
  /** The outcome of the last notice. */
  readonly previous?: RunOutcome
  readonly diagnostics: readonly RunDiagnostic[]
  readonly jobId?: string
  /** When the job expires. */
  readonly expiresAt?: Timestamp
}

/** The state of one check in a digest. */
export interface DigestLine {
  readonly check: string
  readonly outcome: RunOutcome | 'never run'
  /** When it ran last. */
  readonly at?: Timestamp
  readonly faults: readonly string[]
}

/** The states of a team's checks, once a day. */
export interface Digest {
  readonly id: string
  readonly team: string
  readonly at: Timestamp
  readonly summary: string
  readonly checks: readonly DigestLine[]
}
