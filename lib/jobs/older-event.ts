import type { AuditOutcome } from '../audit/actions.ts'
import type { Actor } from '../audit/event.ts'
import type { Timestamp } from '../system.ts'

/** A line of a job's history as it was recorded before history was chained; nothing writes one any longer. */
export interface OlderEvent extends Pick<Actor, 'principal' | 'requestId'> {
  /** Distinguishes events of the same moment. */
  readonly id: string
  readonly at: Timestamp
  readonly action: string
  readonly outcome: AuditOutcome
  /** A code that says more, such as the service's fault. */
  readonly code?: string
  readonly detail?: string
  /** What a change replaced, and with what. */
  readonly before?: Readonly<Record<string, unknown>>
  readonly after?: Readonly<Record<string, unknown>>
}
