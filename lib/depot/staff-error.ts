import type { DepotStage } from './job-position.ts'
import type { StaffVerb } from './staff-actions.ts'

/** Why the staff does not get what it asked for. */
export interface StaffError {
  readonly status: number
  readonly code: string
  readonly detail: string
  /** Where a step is not allowed: how far the job has come, and which steps are. */
  readonly stage?: DepotStage
  readonly allowed?: readonly StaffVerb[]
}

export const isStaffError = (value: object): value is StaffError => 'status' in value
