import { createDynamoBelongingStore } from '../lib/adapters/dynamo/belonging-store.ts'
import { createDocumentClient, createDynamoClient } from '../lib/adapters/dynamo/client.ts'
import { openDynamoJobs } from '../lib/adapters/dynamo/open-stores.ts'
import { openTeams } from '../lib/adapters/dynamo/open-teams.ts'
import { createDynamoTeamStore } from '../lib/adapters/dynamo/team-store.ts'
import { createDynamoTurns } from '../lib/adapters/dynamo/team-turns.ts'
import { createPowertoolsLog } from '../lib/adapters/system/powertools-log.ts'
import { createPowertoolsMetrics } from '../lib/adapters/system/powertools-metrics.ts'
import { clock, newId } from '../lib/adapters/system/system.ts'
import type { HandlerDeps } from '../lib/http/kit/handler.ts'
import { teamJobs } from '../lib/jobs/look-up/jobs-under-way.ts'
import { deployedFunction } from '../lib/settings/deployed-function.ts'
import { teamsConfig } from '../lib/settings/teams-config.ts'
import { moveTeams } from '../lib/teams/manage/move-teams.ts'
import type { TeamDeps } from '../lib/teams/manage/team-deps.ts'
import { createTeamThrottle } from '../lib/teams/throttle.ts'

/**
 * What the function that looks after teams needs: the table, and no secret. The first of its kind moves the teams that the
 * stage's settings name into the table; until then they are in force as they stand there.
 *
 * @throws ConfigError if settings are missing or wrong
 */
export const teamDependencies = async (): Promise<TeamDeps & HandlerDeps & { readonly hasDepot: boolean }> => {
  const { rules, corsOrigins, hasDepot, ...config } = teamsConfig(process.env)
  const documents = createDocumentClient(createDynamoClient())
  const { lists, history } = openDynamoJobs(documents, config.table, clock)
  const teams = openTeams(documents, config, clock)
  const shared = createDynamoTurns(documents, config.table)
  const deps = {
    teamStore: createDynamoTeamStore(documents, config.table, clock),
    belongings: createDynamoBelongingStore(documents, config.table),
    history,
    teamJobs: teamJobs({ lists, clock }),
    teams,
    throttle: createTeamThrottle({ clock, teams, tiers: config.tiers, shared }),
    rules,
    hasDepot,
    corsOrigins,
    clock,
    newId,
    log: createPowertoolsLog(),
    metrics: createPowertoolsMetrics(deployedFunction(process.env)),
  }
  await moveTeams(deps, config.firstTeams)
  return deps
}
