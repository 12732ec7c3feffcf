import type { Notice } from './notice.ts'

/** Identifies a check. A later check with the same name is another one. */
export interface CheckRef {
  readonly team: string
  readonly name: string
  readonly checkId: string
}

/** A task about checks in a queue. Never has a secret. */
export type CheckTask = RunTask | WebhookTask | { readonly do: 'maintain' }

/** Run a check that is due. The task may come twice, but the run is booked once. */
export interface RunTask extends CheckRef {
  readonly do: 'run'
  readonly runId: string
  readonly scheduledFor?: string
}

/** Pass a notice on to the webhook of its check. */
export interface WebhookTask extends CheckRef {
  readonly do: 'webhook'
  readonly notice: Notice
}
