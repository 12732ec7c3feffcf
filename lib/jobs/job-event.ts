import type { Timestamp } from '../system.ts'
import type { Asker } from '../teams/caller.ts'

/** An action on a submission or its job. */
export type JobAction =
  | 'submit'
  | 'replay'
  | 'adopt'
  | 'release'
  | 'archive'
  | 'update'
  | 'cancel'
  | 'label'
  | 'sync'
  | 'fetch-signature'
  | 'fetch-artifact'

/** `begun`: later events have the outcome. `unclear`: the request was sent, and the service may or may not have acted on it. */
export type JobOutcome = 'begun' | 'done' | 'refused' | 'not-sent' | 'unclear' | 'failed'

/** One line of a job's history: who did what, when, with what outcome. Never a secret. */
export interface JobEvent extends Asker {
  /** Tells events of the same moment apart. */
  readonly id: string
  readonly at: Timestamp
  readonly action: JobAction
  readonly outcome: JobOutcome
  /** A code that says more, such as the service's fault. */
  readonly code?: string
  readonly detail?: string
  /** What a change replaced, and with what. */
  readonly before?: Readonly<Record<string, unknown>>
  readonly after?: Readonly<Record<string, unknown>>
}
