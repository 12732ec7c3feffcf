import { createJwtAuthorizer } from '../lib/adapters/secrets/jwt-authorizer.ts'
import { createPowertoolsLog } from '../lib/adapters/system/powertools-log.ts'
import { clock } from '../lib/adapters/system/system.ts'
import type { AuthorizationDeps } from '../lib/http/kit/authorization.ts'
import { authorizerConfig } from '../lib/settings/config.ts'

/**
 * What the authoriser needs. Apart from `wiring.ts`, since callers wait for this function to start before any other, and it
 * needs nothing of AWS.
 *
 * @throws ConfigError if settings are missing or wrong
 */
export const authorizerDependencies = (): AuthorizationDeps => {
  const { jwt, teams, usageKeyPrefix } = authorizerConfig(process.env)
  const log = createPowertoolsLog()
  return {
    usageKeyPrefix,
    authorizer: createJwtAuthorizer({ ...jwt, teams: Object.keys(teams.teams) }, { clock, log }),
    log,
  }
}
