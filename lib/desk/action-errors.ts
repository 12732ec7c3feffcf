import type { JobErrorCode } from '../jobs/errors.ts'

/** What asking the depot can end with. */
const DEPOT = [
  'DEPOT_MISSING',
  'SERVICE_ANSWER_UNREADABLE',
  'SERVICE_CREDENTIALS_REFUSED',
  'SERVICE_TIMEOUT',
  'SERVICE_UNREACHABLE',
] as const

/** As in `lib/jobs/action-errors.ts`: the errors that each action can be refused with, by the action's name. */
export const DESK_ACTION_ERRORS = {
  getDevice: [...DEPOT, 'JOB_NOT_FOUND'],
  handleDevice: [...DEPOT, 'CHANGE_IN_PROGRESS', 'JOB_CHANGED', 'JOB_NOT_FOUND', 'TRANSITION_NOT_ALLOWED'],
  listDevices: [...DEPOT, 'PAGE_TOKEN_INVALID'],
} as const satisfies Readonly<Record<string, readonly JobErrorCode[]>>
