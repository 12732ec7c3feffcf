import type { Notice } from './notice.ts'

/** Which check is meant: the very one, not another that took its name later. */
export interface CheckRef {
  readonly team: string
  readonly name: string
  readonly checkId: string
}

/** Something to do about checks, as it stands in a queue. Never holds a secret. */
export type CheckTask = RunTask | WebhookTask | { readonly do: 'maintain' }

/** Run a check that is due. The same run may be asked for twice; it is booked once. */
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
