import type { Timestamp } from '../system.ts'
import type { AuditAction, AuditOutcome } from './actions.ts'
import type { AuditEvent } from './event.ts'

/** What a listed event must match: every member that is there. */
export interface EventFilter {
  /** Default: every team's, and events of no team. */
  readonly team?: string
  readonly principal?: string
  readonly action?: AuditAction
  readonly outcome?: AuditOutcome
  readonly jobId?: string
  /** At or after this moment. */
  readonly from?: Timestamp
  /** Before this moment. */
  readonly to?: Timestamp
}

const EQUAL = ['team', 'principal', 'action', 'outcome', 'jobId'] as const satisfies readonly (keyof EventFilter)[]

/** Whether an event matches the filter. */
export const isWanted = (event: AuditEvent, filter: EventFilter): boolean =>
  EQUAL.every(name => filter[name] === undefined || event[name] === filter[name]) &&
  (filter.from === undefined || event.at >= filter.from) &&
  (filter.to === undefined || event.at < filter.to)
