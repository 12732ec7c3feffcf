import type { Timestamp } from '../system.ts'
import type { AuditAction, AuditOutcome } from './actions.ts'

/** The actor of an event, and the origin of the request. */
export interface Actor {
  /** The person, role or key behind the request. Never a secret. */
  readonly principal: string
  /** The access key that signed the request. */
  readonly accessKeyId?: string
  /** The network address that the request came from. */
  readonly address?: string
  readonly userAgent?: string
  readonly requestId?: string
}

/** An action that was done or tried. Never has a secret's value. */
export interface Happening {
  readonly action: AuditAction
  readonly outcome: AuditOutcome
  /** The team of the job, check or key. Absent: no team. */
  readonly team?: string
  readonly jobId?: string
  /** Why it was refused, or what the service answered. */
  readonly code?: string
  readonly detail?: string
  /** The facts that a change replaced; `after`: the new ones. */
  readonly before?: Readonly<Record<string, unknown>>
  readonly after?: Readonly<Record<string, unknown>>
}

/**
 * One line of history, chained to the line before it. It is never changed.
 *
 * A stream is the history of one thing (a submission, a check, a team), so that two things can be written at the same time.
 */
export interface AuditEvent extends Actor, Omit<Happening, 'action'> {
  /** The form of this event. */
  readonly v: 1
  /** An `AuditAction`, or one that a newer Waybill knows. */
  readonly action: string
  readonly stream: string
  /** From 1, without a gap in its stream. */
  readonly sequence: number
  readonly id: string
  /** Never before the event before it in its stream. */
  readonly at: Timestamp
  /** The `hash` of the event before it in its stream; `GENESIS` for the first. */
  readonly previous: string
  /** Hex SHA-256 of all other members (`hashOf`). */
  readonly hash: string
}

/** The last event of a stream. It proves that no earlier event was changed. */
export interface Head {
  readonly stream: string
  readonly sequence: number
  readonly hash: string
}
