import { type Caller, mayOperate } from '../caller.ts'
import { isGroup, type Team } from '../team.ts'
import type { TeamDeps } from './team-deps.ts'

export interface ListTeams {
  readonly caller: Caller
  readonly limit: number
  /** The last team of the earlier page. */
  readonly after?: string | undefined
}

/**
 * Teams in the order of their names. Operators and auditors see all teams and groups, others only their own team. Deleted teams are
 * left out. A page may be short although more follow.
 */
export const listTeams = async (
  { teamStore }: Pick<TeamDeps, 'teamStore'>,
  { caller, limit, after }: ListTeams,
): Promise<{ readonly teams: readonly Team[]; readonly after?: string }> => {
  if (!mayOperate(caller) && caller.role !== 'auditor') {
    const own = isGroup(caller.team) ? undefined : await teamStore.get(caller.team)
    return { teams: own && own.deletedAt === undefined ? [own] : [] }
  }
  const { teams, more } = await teamStore.list({ limit, after })
  const last = more ? teams.at(-1) : undefined
  return { teams: teams.filter(({ deletedAt }) => deletedAt === undefined), ...(last && { after: last.name }) }
}
