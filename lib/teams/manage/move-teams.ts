import type { Team } from '../team.ts'
import { recordTeamChange } from './record-team-change.ts'
import type { TeamDeps } from './team-deps.ts'

const WAYBILL = { principal: 'waybill' }

type MoveDeps = Pick<TeamDeps, 'teamStore' | 'history' | 'clock' | 'newId' | 'log'>

/**
 * Moves the teams of the settings into the store, once in its life. From then on, only the store counts. If a run breaks off, the
 * next one repeats it. An existing team stays as it is.
 */
export const moveTeams = async (deps: MoveDeps, first: readonly Team[]): Promise<void> => {
  if (await deps.teamStore.isMoved()) return
  await addTeams(deps, first)
  await deps.teamStore.markMoved()
  if (first.length > 0) deps.log.info('the teams of the settings are in the store now', { teams: first.length })
}

/** Adds the teams that the store does not have, not even as deleted ones. */
export const addTeams = async (deps: MoveDeps, first: readonly Team[]): Promise<void> => {
  const { teamStore, clock, newId } = deps
  for (const settings of first) {
    if (await teamStore.get(settings.name)) continue
    const at = clock().toISOString()
    const team: Team = { ...settings, id: newId(), createdAt: at, updatedAt: at, updatedBy: WAYBILL.principal }
    await recordTeamChange(deps, WAYBILL, { team: team.name, action: 'move-team' }, async begin => {
      await begin({ after: team })
      const put = await teamStore.put(team, undefined)
      if (put.is === 'taken') throw new Error(`${team.name} of the settings overlaps with ${put.things[0]?.by}`)
    })
  }
}
