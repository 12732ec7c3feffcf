import type { JobErrorCode } from '../jobs/errors.ts'
import type { TeamErrorCode } from '../teams/errors.ts'

/** As in `lib/jobs/action-errors.ts`: the errors that each action can be refused with, by the action's name. */
export const CHECK_ACTION_ERRORS = {
  deleteCheck: ['CHECK_INVALID', 'CHECK_NOT_FOUND'],
  getCheck: ['CHECK_NOT_FOUND'],
  listChecks: ['PAGE_TOKEN_INVALID'],
  listRuns: ['CHECK_NOT_FOUND', 'PAGE_TOKEN_INVALID'],
  putCheck: [
    'ADDRESS_NOT_FOUND',
    'CHECK_BUSY',
    'CHECK_INVALID',
    'JOB_NOT_ACTIVE',
    'JOB_NOT_FOUND',
    'JOB_TYPE_MISMATCH',
    'MANIFEST_INVALID',
    'SCHEDULE_INVALID',
  ],
  runCheckNow: ['CHECK_BUSY', 'CHECK_ENDED', 'CHECK_NOT_FOUND'],
} as const satisfies Readonly<Record<string, readonly (JobErrorCode | TeamErrorCode)[]>>
