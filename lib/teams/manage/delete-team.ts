import type { Begin } from '../../audit/record-change.ts'
import { type Asking, actorOf } from '../caller.ts'
import { TeamError } from '../errors.ts'
import { isGroup, PLAIN_TEAM, type Team } from '../team.ts'
import { getTeam } from './get-team.ts'
import { attemptOn, requireDone, teamChanged } from './put-team.ts'
import { recordTeamChange } from './record-team-change.ts'
import type { TeamDeps } from './team-deps.ts'

export interface DeleteTeam extends Asking {
  readonly name: string
  readonly isExpected?: ((team: Team) => boolean) | undefined
  /** Deletes the team even if devices are on their way. Default: no */
  readonly force?: boolean
}

/** How many jobs the error names if a team cannot be deleted. */
const MOST_NAMED = 10

/**
 * Delete a team. Its members, keys and buckets are free at once. Its jobs stay, and auditors see them, so its name stays taken.
 *
 * Refuses: TEAM_NOT_FOUND, IF_MATCH_NEEDED, TEAM_CHANGED, TEAM_HAS_JOBS, LAST_OPERATOR.
 */
export const deleteTeam = (deps: TeamDeps, input: DeleteTeam): Promise<void> =>
  recordTeamChange(deps, actorOf(input), attemptOn(input, 'delete-team'), begin => removeTeam(deps, input, begin))

const removeTeam = async (
  deps: TeamDeps,
  { name, isExpected, force = false, ...asking }: DeleteTeam,
  begin: Begin,
): Promise<void> => {
  const team = await getTeam(deps, { ...asking, name })
  if (isGroup(name)) {
    throw new TeamError('LAST_OPERATOR', 'A group beside teams cannot be deleted; take its members out of it.')
  }
  if (!isExpected) {
    throw new TeamError('IF_MATCH_NEEDED', `Get team ${name}, and send its ETag as If-Match to delete it.`)
  }
  if (!isExpected(team)) throw teamChanged(name)
  const jobs = force ? [] : await deps.teamJobs.underWay(name, MOST_NAMED)
  if (jobs.length > 0) throw hasJobs(name, jobs)
  const at = deps.clock().toISOString()
  const { id, createdAt, version } = team
  const updatedBy = asking.caller.principal
  const gone: Team = {
    ...PLAIN_TEAM,
    name,
    id,
    createdAt,
    version: version + 1,
    updatedAt: at,
    updatedBy,
    deletedAt: at,
  }
  await begin({ before: team, after: { deletedAt: at, force } })
  requireDone(await deps.teamStore.put(gone, team), gone)
  // A job that was made meanwhile would be one without a team: whoever made it looked at the team before it went.
  const late = force ? [] : await deps.teamJobs.underWay(name, MOST_NAMED)
  if (late.length === 0) return
  const back = await deps.teamStore.put({ ...team, version: gone.version + 1, updatedAt: at, updatedBy }, gone)
  if (back.is === 'done') throw hasJobs(name, late)
  deps.log.error('a team was deleted while it made jobs, and what it had is of others now', { team: name, jobs: late })
}

const hasJobs = (name: string, jobs: readonly string[]) =>
  new TeamError(
    'TEAM_HAS_JOBS',
    `Team ${name} has jobs under way, such as ${jobs.join(', ')}: without the team they cannot be followed. Wait for them, cancel them, or send force=true.`,
  )
