import { DatabaseSync } from 'node:sqlite'
import { createSqliteBelongingStore, createSqliteDailyUse } from '../../lib/adapters/sqlite/belonging-store.ts'
import { databaseOf } from '../../lib/adapters/sqlite/database.ts'
import { FORMS } from '../../lib/adapters/sqlite/forms.ts'
import { createSqliteTeamStore } from '../../lib/adapters/sqlite/team-store.ts'
import { settingsStream } from '../../lib/audit/streams.ts'
import { teamJobs } from '../../lib/jobs/look-up/jobs-under-way.ts'
import type { DailyUse } from '../../lib/teams/belongings.ts'
import { createTeamDirectory } from '../../lib/teams/directory.ts'
import type { TeamDeps } from '../../lib/teams/manage/team-deps.ts'
import { type SubmissionWorld, submissionWorld } from './submission-world.ts'

/** Everything that teams need, beside all that jobs do, with a clock that a test moves by hand. */
export const teamWorld = () => withTeams(submissionWorld())

/** The same beside whatever else a world has. */
export const withTeams = <D extends SubmissionWorld['deps'], W extends { readonly deps: D }>(
  world: W & { readonly deps: D },
) => {
  const sqlite = new DatabaseSync(':memory:')
  for (const form of FORMS) sqlite.exec(form)
  const database = databaseOf(sqlite)
  const teamStore = createSqliteTeamStore(database)
  const { clock } = world.deps
  const { deps: base } = world
  const deps: D & TeamDeps & { readonly dailyUse: DailyUse } = {
    ...base,
    teamStore,
    belongings: createSqliteBelongingStore(database),
    dailyUse: createSqliteDailyUse(database),
    teamJobs: teamJobs(world.deps),
    keyFacts: { of: async () => new Map(), besides: async () => [], signerOf: async () => undefined },
    teams: createTeamDirectory(teamStore, { clock }),
    rules: { tiers: ['standard', 'large'], claims: ['sub', 'team', 'groups'] },
  }
  return {
    ...world,
    /** Everything that is stored of teams. */
    teamRows: () =>
      ['teams', 'teamThings', 'teamBelongings', 'teamDays'].map(table =>
        database.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all(),
      ),
    deps,
    /** What history has of a team. */
    eventsOf: async (team: string) => (await deps.history.stream(settingsStream(team), { limit: 100 })).events,
  }
}
