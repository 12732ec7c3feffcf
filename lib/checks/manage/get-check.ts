import { JobError } from '../../jobs/errors.ts'
import { type Caller, maySee } from '../../teams/caller.ts'
import { CHECK_NAME, type ScheduledCheck } from '../check.ts'
import type { CheckStore } from '../ports.ts'

export interface GetCheck {
  readonly caller: Caller
  readonly name: string
  /** The team of the check, for auditors. Default: the caller's own team */
  readonly team?: string | undefined
}

/**
 * One check.
 *
 * Refuses: CHECK_NOT_FOUND, also for a check that the caller may not see.
 */
export const getCheck = async (
  { checks }: { readonly checks: CheckStore },
  { caller, name, team = caller.team }: GetCheck,
): Promise<ScheduledCheck> => {
  const check = CHECK_NAME.test(name) && maySee(caller, team) ? await checks.get(team, name) : undefined
  if (!check) throw new JobError('CHECK_NOT_FOUND', `Your team has no check ${JSON.stringify(name.slice(0, 64))}.`)
  return check
}
