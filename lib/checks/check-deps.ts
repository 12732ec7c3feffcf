import type { SubmissionDeps } from '../jobs/submit/submission-deps.ts'
import type { Wait } from '../system.ts'
import type { CheckQueue, CheckStore, Notifier, RunStore, Schedules, Sealer, Webhooks } from './ports.ts'
import type { StaticCheck } from './static-check.ts'

/** What scheduled checks need of the world: all that a submission needs, and somewhere to keep, start and tell. */
export interface CheckDeps extends SubmissionDeps {
  readonly checks: CheckStore
  readonly runs: RunStore
  readonly schedules: Schedules
  readonly sealer: Sealer
  readonly notifier: Notifier
  readonly queue: CheckQueue
  readonly webhooks: Webhooks
  readonly wait: Wait
  /** The checks that come with the settings. */
  readonly staticChecks: readonly StaticCheck[]
}
