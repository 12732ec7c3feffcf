import type { AuditOutcome } from '../audit/actions.ts'
import type { Actor } from '../audit/event.ts'
import type { Timestamp } from '../system.ts'

/** An event of a job from before history was chained. It is only read, never written. */
export interface OlderEvent extends Pick<Actor, 'principal' | 'requestId'> {
  /** Distinguishes events of the same moment. */
  readonly id: string
  readonly at: Timestamp
  readonly action: string
  readonly outcome: AuditOutcome
  /** A more exact code, for example of the service's fault. */
  readonly code?: string
  readonly detail?: string
  /** The facts that a change replaced; `after`: the new ones. */
  readonly before?: Readonly<Record<string, unknown>>
  readonly after?: Readonly<Record<string, unknown>>
}
