import { createDocumentClient, createDynamoClient } from '../lib/adapters/dynamo/client.ts'
import { openTeams } from '../lib/adapters/dynamo/open-teams.ts'
import { createJwtAuthorizer } from '../lib/adapters/secrets/jwt-authorizer.ts'
import { createPowertoolsLog } from '../lib/adapters/system/powertools-log.ts'
import { clock } from '../lib/adapters/system/system.ts'
import type { AuthorizationDeps } from '../lib/http/kit/authorization.ts'
import { AUTHORIZER_REMEMBERS_SECONDS } from '../lib/settings/caller-ages.ts'
import { authorizerConfig } from '../lib/settings/teams-config.ts'

/**
 * What the authoriser needs. Apart from `wiring.ts`, since callers wait for this function to start before any other, and it
 * needs nothing of AWS but the teams.
 *
 * @throws ConfigError if settings are missing or wrong
 */
export const authorizerDependencies = (): AuthorizationDeps => {
  const { jwt, usageKeyPrefix, ...config } = authorizerConfig(process.env)
  const log = createPowertoolsLog()
  const teams = openTeams(
    createDocumentClient(createDynamoClient()),
    config,
    clock,
    AUTHORIZER_REMEMBERS_SECONDS * 1_000,
  )
  return {
    usageKeyPrefix,
    usage: { teams, tiers: config.tiers },
    authorizer: createJwtAuthorizer(jwt, { clock, log, teams }),
    log,
  }
}
