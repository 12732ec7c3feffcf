import { listName, type Paging, readPage, type TokenPage } from '../../jobs/look-up/page-tokens.ts'
import { pageTokenInvalid, readPlace, writePlace } from '../../jobs/place.ts'
import { type Caller, maySee } from '../../teams/caller.ts'
import { isTeamName } from '../../teams/team.ts'
import { CHECK_NAME, type ScheduledCheck } from '../check.ts'
import type { CheckStore } from '../ports.ts'

export interface ListChecks extends Paging {
  readonly caller: Caller
  /** Default: the caller's own; every team's for an auditor */
  readonly team?: string | undefined
}

/**
 * The checks that the caller may see, in the order of their names. For a team that the caller may not see, the list is empty.
 *
 * Refuses: PAGE_TOKEN_INVALID.
 */
export const listChecks = (
  deps: { readonly checks: CheckStore },
  { caller, team, ...paging }: ListChecks,
): Promise<TokenPage<ScheduledCheck>> => {
  const wanted = team ?? (caller.role === 'auditor' ? undefined : caller.team)
  return readPage(paging, listName(caller, 'checks', caller.team, wanted), async page => {
    if (wanted !== undefined && !maySee(caller, wanted)) return { entries: [] }
    const after = positionAt(page.after)
    const { checks, more } = await deps.checks.list({ team: wanted, limit: page.limit, after })
    const last = more ? checks.at(-1) : undefined
    return { entries: checks, ...(last && { after: placeOf(last) }) }
  })
}

type Place = Pick<ScheduledCheck, 'team' | 'name'>

const placeOf = ({ team, name }: Place) => writePlace(team, name)

const positionAt = (place: string | undefined): Place | undefined => {
  if (place === undefined) return undefined
  const [team = '', name = ''] = readPlace(place, 2)
  if (!isTeamName(team) || !CHECK_NAME.test(name)) throw pageTokenInvalid()
  return { team, name }
}
