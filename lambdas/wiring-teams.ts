import { createDynamoBelongingStore } from '../lib/adapters/dynamo/belonging-store.ts'
import { createDocumentClient, createDynamoClient } from '../lib/adapters/dynamo/client.ts'
import { openDynamoJobs } from '../lib/adapters/dynamo/open-stores.ts'
import { openTeams } from '../lib/adapters/dynamo/open-teams.ts'
import { createDynamoTeamStore } from '../lib/adapters/dynamo/team-store.ts'
import { createDynamoTurns } from '../lib/adapters/dynamo/team-turns.ts'
import { lazily } from '../lib/adapters/system/lazily.ts'
import { createPowertoolsLog } from '../lib/adapters/system/powertools-log.ts'
import { createPowertoolsMetrics } from '../lib/adapters/system/powertools-metrics.ts'
import { clock, newId } from '../lib/adapters/system/system.ts'
import type { HandlerDeps } from '../lib/http/kit/handler.ts'
import { teamJobs } from '../lib/jobs/look-up/jobs-under-way.ts'
import { deployedFunction } from '../lib/settings/deployed-function.ts'
import { teamsConfig } from '../lib/settings/teams-config.ts'
import type { KeyFacts } from '../lib/teams/keys.ts'
import { moveTeams } from '../lib/teams/manage/move-teams.ts'
import type { TeamDeps } from '../lib/teams/manage/team-deps.ts'
import { createTeamThrottle } from '../lib/teams/throttle.ts'

/**
 * The ports of the function that manages teams. It reads no secret: of signing keys it only knows when they were changed. Its
 * first start moves the teams of the stage's settings into the table; until then the settings are in force.
 *
 * @throws ConfigError if settings are missing or wrong
 */
export const teamDependencies = async (): Promise<
  TeamDeps & HandlerDeps & { readonly hasDepot: boolean; readonly stage: string }
> => {
  const { rules, corsOrigins, hasDepot, keysPrefix, ...config } = teamsConfig(process.env)
  const documents = createDocumentClient(createDynamoClient())
  const { lists, history } = openDynamoJobs(documents, config.table, clock)
  const teams = openTeams(documents, config, clock)
  const self = deployedFunction(process.env)
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
    stage: self.stage,
    keyFacts: lazily<KeyFacts>({ of: true, besides: true, signerOf: true }, () => openKeyFacts(keysPrefix)),
    corsOrigins,
    clock,
    newId,
    log: createPowertoolsLog(),
    metrics: createPowertoolsMetrics(self),
  }
  await moveTeams(deps, config.firstTeams)
  return deps
}

/** Loaded late: only operators who ask for keys need it. */
const openKeyFacts = async (prefix: string): Promise<KeyFacts> => {
  const [{ createSecretsClient }, { createSecretKeyFacts }] = await Promise.all([
    import('../lib/adapters/secrets/client.ts'),
    import('../lib/adapters/secrets/secret-key-facts.ts'),
  ])
  return createSecretKeyFacts(createSecretsClient(), { prefix })
}
