import type { JobDeps } from '../jobs/job-deps.ts'
import type { Sealer, Wait } from '../system.ts'
import type { Webhooks } from '../webhooks/ports.ts'
import type { CheckQueue, CheckStore, Notifier, RunStore, Schedules } from './ports.ts'
import type { StaticCheck } from './static-check.ts'

/** The ports for putting and running checks. */
export interface CheckDeps extends JobDeps {
  readonly checks: CheckStore
  readonly runs: RunStore
  readonly schedules: Schedules
  readonly sealer: Sealer
  readonly notifier: Notifier
  readonly queue: CheckQueue
  readonly wait: Wait
}

/** The further ports for tasks of the queue: calling webhooks, and maintaining the checks of the settings. */
export interface CheckTaskDeps extends CheckDeps {
  readonly webhooks: Webhooks
  /** The checks that come with the settings. */
  readonly staticChecks: readonly StaticCheck[]
}
