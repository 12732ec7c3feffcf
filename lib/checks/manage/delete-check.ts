import type { Begin } from '../../audit/record-change.ts'
import type { EventDeps } from '../../audit/record-event.ts'
import { attemptChange } from '../../jobs/attempt.ts'
import { JobError } from '../../jobs/errors.ts'
import type { Asking } from '../../teams/caller.ts'
import type { ScheduledCheck } from '../check.ts'
import type { CheckDeps } from '../check-deps.ts'
import { getCheck } from './get-check.ts'
import { inHistory, streamOfCheck } from './in-history.ts'

/**
 * Delete a check. Its runs stay until they expire.
 *
 * 1. Delete the check.
 * 2. Delete its schedule. If that fails, the next run finds no check and deletes the schedule, or the maintenance does.
 *
 * Refuses: CHECK_NOT_FOUND, CHECK_INVALID.
 */
export const deleteCheck = async (
  deps: Pick<CheckDeps, 'checks' | 'schedules'> & EventDeps,
  { name, ...asking }: DeleteCheck,
): Promise<void> => {
  const remove = async (begin: Begin) => {
    const check = await getCheck(deps, { ...asking, name })
    if (check.isStatic) {
      throw new JobError('CHECK_INVALID', `Check ${name} comes with the settings of this stage; remove it there.`)
    }
    await begin({ before: inHistory(check) })
    await removeCheck(deps, check)
  }
  await attemptChange(deps, asking, 'delete-check', remove, { stream: streamOfCheck(asking, name) })
}

export interface DeleteCheck extends Asking {
  readonly name: string
}

/** The same for a check that was read already, of any origin. */
export const removeCheck = async (
  deps: Pick<CheckDeps, 'checks' | 'schedules' | 'log'>,
  check: ScheduledCheck,
): Promise<void> => {
  await deps.checks.remove(check)
  try {
    await deps.schedules.remove(check.id)
  } catch (error) {
    deps.log.error('schedule of a deleted check not removed; it will be', { checkId: check.id, error })
  }
}
