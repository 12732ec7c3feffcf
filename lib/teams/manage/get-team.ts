import { type Caller, mayOperate, maySee } from '../caller.ts'
import { TeamError } from '../errors.ts'
import type { Team } from '../team.ts'
import type { TeamDeps } from './team-deps.ts'

export interface GetTeam {
  readonly caller: Caller
  readonly name: string
}

/**
 * One team, or one of the groups beside teams. Operators and auditors see all of them, others their own.
 *
 * Refuses: TEAM_NOT_FOUND, also for a team that the caller may not see.
 */
export const getTeam = async ({ teamStore }: Pick<TeamDeps, 'teamStore'>, { caller, name }: GetTeam): Promise<Team> => {
  const isVisible = mayOperate(caller) || maySee(caller, name)
  const team = isVisible ? await teamStore.get(name) : undefined
  if (!team || team.deletedAt !== undefined) {
    throw new TeamError('TEAM_NOT_FOUND', `Team ${JSON.stringify(name.slice(0, 64))} does not exist.`)
  }
  return team
}
