import type { JobErrorCode } from '../jobs/errors.ts'

/** As in `lib/jobs/action-errors.ts`: the errors that each action can be refused with, by the action's name. */
export const LABEL_ACTION_ERRORS = {
  jobSlip: ['JOB_NOT_FOUND', 'NO_ARTIFACT'],
} as const satisfies Readonly<Record<string, readonly JobErrorCode[]>>
