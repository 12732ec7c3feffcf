import { CHECK_ACTION_ERRORS } from '../../checks/action-errors.ts'
import { DESK_ACTION_ERRORS } from '../../desk/action-errors.ts'
import { JOB_ACTION_ERRORS } from '../../jobs/action-errors.ts'
import { LABEL_ACTION_ERRORS } from '../../labels/action-errors.ts'
import { SUBSCRIPTION_ACTION_ERRORS } from '../../subscriptions/action-errors.ts'
import { TEAM_ACTION_ERRORS } from '../../teams/action-errors.ts'

/** What each action can be refused with. */
export const ACTION_ERRORS = {
  ...JOB_ACTION_ERRORS,
  ...CHECK_ACTION_ERRORS,
  ...DESK_ACTION_ERRORS,
  ...LABEL_ACTION_ERRORS,
  ...SUBSCRIPTION_ACTION_ERRORS,
  ...TEAM_ACTION_ERRORS,
}

export type ActionName = keyof typeof ACTION_ERRORS
