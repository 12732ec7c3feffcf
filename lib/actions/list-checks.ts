import type { ScheduledCheck } from '../checks/check.ts'
import type { CheckStore } from '../checks/ports.ts'
import { type Caller, maySee } from '../jobs/caller.ts'

export interface ListChecks {
  readonly caller: Caller
  /** Default: the caller's own; every team's for an auditor */
  readonly team?: string | undefined
  readonly limit: number
  readonly after?: Pick<ScheduledCheck, 'team' | 'name'> | undefined
}

/** The checks that the caller may see, in the order of their names; nothing of a team whose checks it may not. */
export const listChecks = async (
  { checks }: { readonly checks: CheckStore },
  { caller, team, limit, after }: ListChecks,
): Promise<{ readonly checks: readonly ScheduledCheck[]; readonly more: boolean }> => {
  const wanted = team ?? (caller.role === 'auditor' ? undefined : caller.team)
  if (wanted !== undefined && !maySee(caller, wanted)) return { checks: [], more: false }
  return checks.list({ team: wanted, limit, after })
}
