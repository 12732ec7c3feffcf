import { createJwtAuthorizer } from '../lib/adapters/jwt-authorizer.ts'
import { createPowertoolsLog } from '../lib/adapters/powertools-log.ts'
import { clock } from '../lib/adapters/system.ts'
import { authorizerConfig } from '../lib/config.ts'
import type { AuthorizationDeps } from '../lib/http/authorization.ts'

/**
 * What the authoriser needs. Apart from `wiring.ts`, since callers wait for this function to start before any other, and it
 * needs nothing of AWS.
 *
 * @throws ConfigError if settings are missing or wrong
 */
export const authorizerDependencies = (): AuthorizationDeps => {
  const { jwt, teams, usageKeyPrefix } = authorizerConfig(process.env)
  return {
    usageKeyPrefix,
    authorizer: createJwtAuthorizer({ ...jwt, teams: Object.keys(teams.teams) }, clock),
    log: createPowertoolsLog(),
  }
}
