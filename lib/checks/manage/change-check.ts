import { JobError } from '../../jobs/errors.ts'
import type { ScheduledCheck } from '../check.ts'
import type { CheckStore } from '../ports.ts'

/** How many attempts to write. Each fails only because another request's write succeeded. */
const MOST_ATTEMPTS = 8

/**
 * Change a check on the basis of its present state, even if other requests change it meanwhile.
 *
 * @param known the check as it was read last: usually it has not changed, and is not read again
 * @param next gives the changed check; `undefined`: no change
 * @returns the changed check; `undefined`: no check has this id
 *
 * Refuses: CHECK_BUSY.
 */
export const changeCheck = async (
  { checks }: { readonly checks: CheckStore },
  known: ScheduledCheck,
  next: (now: ScheduledCheck) => ScheduledCheck | undefined | Promise<ScheduledCheck | undefined>,
): Promise<ScheduledCheck | undefined> => {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const now = attempt === 0 ? known : await checks.get(known.team, known.name)
    if (now?.id !== known.id) return undefined
    const changed = await next(now)
    if (changed === undefined) return now
    if (await checks.replace(changed, now)) return changed
  }
  throw new JobError('CHECK_BUSY', `Check ${known.name} is changed by others again and again; try once more.`, {
    retryAfterSeconds: 1,
  })
}
