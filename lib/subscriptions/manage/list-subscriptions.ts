import { listName, type Paging, readPage, type TokenPage } from '../../jobs/look-up/page-tokens.ts'
import { pageTokenInvalid, readPlace, writePlace } from '../../jobs/place.ts'
import { type Caller, maySee } from '../../teams/caller.ts'
import { isTeamName } from '../../teams/team.ts'
import { SUBSCRIPTION_NAME, type Subscription } from '../subscription.ts'
import type { ManageDeps } from './manage-deps.ts'

export interface ListSubscriptions extends Paging {
  readonly caller: Caller
  /** Default: the caller's own; every team's for an auditor */
  readonly team?: string | undefined
}

/**
 * The subscriptions that the caller may see, in the order of teams and names. For a team that the caller may not see, the list is
 * empty.
 *
 * Refuses: PAGE_TOKEN_INVALID.
 */
export const listSubscriptions = (
  deps: Pick<ManageDeps, 'subscriptions'>,
  { caller, team, ...paging }: ListSubscriptions,
): Promise<TokenPage<Subscription>> => {
  const wanted = team ?? (caller.role === 'auditor' ? undefined : caller.team)
  return readPage(paging, listName(caller, 'subscriptions', caller.team, wanted), async page => {
    if (wanted !== undefined && !maySee(caller, wanted)) return { entries: [] }
    const after = positionAt(page.after)
    const { subscriptions, more } = await deps.subscriptions.list({ team: wanted, limit: page.limit, after })
    const last = more ? subscriptions.at(-1) : undefined
    return { entries: subscriptions, ...(last && { after: writePlace(last.team, last.name) }) }
  })
}

const positionAt = (place: string | undefined) => {
  if (place === undefined) return undefined
  const [team = '', name = ''] = readPlace(place, 2)
  if (!isTeamName(team) || !SUBSCRIPTION_NAME.test(name)) throw pageTokenInvalid()
  return { team, name }
}
