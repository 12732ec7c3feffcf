import type { DepotStage } from './job-position.ts'
import type { StaffVerb } from './staff-actions.ts'

/** An error for the staff. */
export interface StaffError {
  readonly status: number
  readonly code: string
  readonly detail: string
  /** If a step is not allowed: the stage of the job; `allowed`: the allowed steps. */
  readonly stage?: DepotStage
  readonly allowed?: readonly StaffVerb[]
}

export const isStaffError = (value: object): value is StaffError => 'status' in value
