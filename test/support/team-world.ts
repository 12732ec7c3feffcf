import { DatabaseSync } from 'node:sqlite'
import { createSqliteBelongingStore, createSqliteDailyUse } from '../../lib/adapters/sqlite/belonging-store.ts'
import { databaseOf } from '../../lib/adapters/sqlite/database.ts'
import { FORMS } from '../../lib/adapters/sqlite/forms.ts'
import { createSqliteTeamStore } from '../../lib/adapters/sqlite/team-store.ts'
import { settingsStream } from '../../lib/audit/streams.ts'
import { teamJobs } from '../../lib/jobs/look-up/jobs-under-way.ts'
import { createTeamDirectory } from '../../lib/teams/directory.ts'
import type { TeamDeps } from '../../lib/teams/manage/team-deps.ts'
import { submissionWorld } from './submission-world.ts'

/** Everything that teams need, beside all that jobs do, with a clock that a test moves by hand. */
export const teamWorld = () => {
  const world = submissionWorld()
  const sqlite = new DatabaseSync(':memory:')
  for (const form of FORMS) sqlite.exec(form)
  const database = databaseOf(sqlite)
  const teamStore = createSqliteTeamStore(database)
  const { clock } = world.deps
  const deps = {
    ...world.deps,
    teamStore,
    belongings: createSqliteBelongingStore(database),
    dailyUse: createSqliteDailyUse(database),
    teamJobs: teamJobs(world.deps),
    teams: createTeamDirectory(teamStore, { clock }),
    rules: { tiers: ['standard', 'large'], claims: ['sub', 'team', 'groups'] },
  } satisfies TeamDeps & typeof world.deps & Record<string, unknown>
  return {
    ...world,
    deps,
    /** What history has of a team. */
    eventsOf: async (team: string) => (await deps.history.stream(settingsStream(team), { limit: 100 })).events,
  }
}
