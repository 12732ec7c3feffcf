import { type Paging, type PagingDeps, readPage, type TokenPage } from '../../jobs/look-up/page-tokens.ts'
import { type Caller, maySee } from '../../teams/caller.ts'
import type { ScheduledCheck } from '../check.ts'
import type { CheckStore } from '../ports.ts'

export interface ListChecks extends Paging {
  readonly caller: Caller
  /** Default: the caller's own; every team's for an auditor */
  readonly team?: string | undefined
}

/**
 * The checks that the caller may see, in the order of their names; nothing of a team whose checks it may not.
 *
 * Refuses: PAGE_TOKEN_INVALID.
 */
export const listChecks = (
  deps: PagingDeps & { readonly checks: CheckStore },
  { caller, team, ...paging }: ListChecks,
): Promise<TokenPage<ScheduledCheck>> => {
  const wanted = team ?? (caller.role === 'auditor' ? undefined : caller.team)
  return readPage(deps, paging, JSON.stringify(['checks', caller.team, caller.role, wanted]), async page => {
    if (wanted !== undefined && !maySee(caller, wanted)) return { entries: [] }
    // Only this list made the token that it comes from.
    const after =
      page.after === undefined ? undefined : (JSON.parse(page.after) as Pick<ScheduledCheck, 'team' | 'name'>)
    const { checks, more } = await deps.checks.list({ team: wanted, limit: page.limit, after })
    const last = more ? checks.at(-1) : undefined
    return { entries: checks, ...(last && { after: JSON.stringify({ team: last.team, name: last.name }) }) }
  })
}
