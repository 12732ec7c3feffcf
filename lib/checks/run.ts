import type { ValidationCheck } from '../jobs/errors.ts'
import type { Timestamp } from '../system.ts'
import type { NoticeKind } from './notice-kinds.ts'

/** `unknown`: the manifest was not evaluated, because the service did not answer. Never a pass. */
export type RunOutcome = 'pass' | 'fail' | 'unknown'

/** One diagnostic of a run. It never contains a secret's value. */
export interface RunDiagnostic {
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly detail: string
  readonly hint?: string
  /** The place in the manifest, as far as it is known. */
  readonly pointer?: string
  readonly line?: number
  readonly column?: number
}

/** The result of validating a check's manifest. */
export interface Evaluation {
  readonly outcome: RunOutcome
  readonly diagnostics: readonly RunDiagnostic[]
  readonly checks: readonly ValidationCheck[]
  /** Of the text that was validated; absent if there was no text. */
  readonly manifestSha256?: string
  /** How often the service was called. */
  readonly attempts: number
}

/** The difference to the run before. */
export interface Change {
  /** The outcome before, if it was another. */
  readonly from?: RunOutcome
  /** New faults, as `CODE /pointer`. */
  readonly appeared: readonly string[]
  /** Faults of the run before that are gone. */
  readonly gone: readonly string[]
  /** Whether the manifest itself has changed. */
  readonly manifest: boolean
}

/** For how many days a run is stored. */
export const RUN_DAYS = 400

/** A run as it is stored. */
export interface CheckRun extends Evaluation {
  readonly runId: string
  /** The check and the revision of it that was run. */
  readonly checkId: string
  readonly revision: number
  readonly startedAt: Timestamp
  readonly durationMs: number
  /** The time in the schedule; absent for a run by hand. */
  readonly scheduledFor?: Timestamp
  /** Absent: nothing has changed, or there was no run before. */
  readonly changed?: Change
  /** The kinds of notices that this run caused. */
  readonly notices: readonly NoticeKind[]
}

/** The text by which diagnostics are compared: without the line, so that a new line above does not matter. */
const faultKey = ({ code, pointer }: RunDiagnostic) => (pointer ? `${code} ${pointer}` : code)

/** All faults, each once, in one order. */
export const faultKeys = (diagnostics: readonly RunDiagnostic[]): readonly string[] =>
  [...new Set(diagnostics.filter(({ severity }) => severity === 'error').map(faultKey))].sort()
