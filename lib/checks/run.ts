import type { ValidationCheck } from '../jobs/errors.ts'
import type { Timestamp } from '../system.ts'
import type { NoticeKind } from './notice-kinds.ts'

/** `unknown`: nobody looked, since the service could not be asked. Never a pass. */
export type RunOutcome = 'pass' | 'fail' | 'unknown'

/** One thing that a run found. No secret's value is ever in it. */
export interface RunDiagnostic {
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly detail: string
  readonly hint?: string
  /** Where in the manifest, as far as that is known. */
  readonly pointer?: string
  readonly line?: number
  readonly column?: number
}

/** What one validation of a check's manifest has found. */
export interface Evaluation {
  readonly outcome: RunOutcome
  readonly diagnostics: readonly RunDiagnostic[]
  readonly checks: readonly ValidationCheck[]
  /** Of the text that was validated; absent where there was none to be had. */
  readonly manifestSha256?: string
}

/** What is different from the run before. */
export interface Change {
  /** The outcome before, where it was another. */
  readonly from?: RunOutcome
  /** What is wrong now and was not, as `CODE /pointer`. */
  readonly appeared: readonly string[]
  /** What was wrong and is not any more. */
  readonly gone: readonly string[]
  /** Whether the manifest itself is another. */
  readonly manifest: boolean
}

/** For how many days a run is stored. */
export const RUN_DAYS = 400

/** A run as it is kept. */
export interface CheckRun extends Evaluation {
  readonly runId: string
  /** The check and the revision of it that was run. */
  readonly checkId: string
  readonly revision: number
  readonly startedAt: Timestamp
  readonly durationMs: number
  /** For when the schedule wanted it; absent for a run by hand. */
  readonly scheduledFor?: Timestamp
  /** How often the service was asked. */
  readonly attempts: number
  /** Absent: nothing is different, or there was no run before. */
  readonly changed?: Change
  /** What was told because of this run. */
  readonly told: readonly NoticeKind[]
}

/** A finding as it is compared: where a line was added above, it is still the same one. */
export const faultKey = ({ code, pointer }: RunDiagnostic) => (pointer ? `${code} ${pointer}` : code)

/** What is wrong, each once, in one order. */
export const faultKeys = (diagnostics: readonly RunDiagnostic[]): readonly string[] =>
  [...new Set(diagnostics.filter(({ severity }) => severity === 'error').map(faultKey))].sort()
