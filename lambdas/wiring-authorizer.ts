import { createJwtAuthorizer } from '../lib/adapters/secrets/jwt-authorizer.ts'
import { lazily } from '../lib/adapters/system/lazily.ts'
import { createPowertoolsLog } from '../lib/adapters/system/powertools-log.ts'
import { clock } from '../lib/adapters/system/system.ts'
import type { AuthorizationDeps } from '../lib/http/kit/authorization.ts'
import { AUTHORIZER_REMEMBERS_SECONDS } from '../lib/settings/caller-ages.ts'
import { authorizerConfig } from '../lib/settings/teams-config.ts'
import type { TeamDirectory } from '../lib/teams/directory.ts'

/**
 * What the authoriser needs. Apart from `wiring.ts`, since callers wait for this function to start before any other, and it
 * needs nothing of AWS but the teams.
 *
 * @throws ConfigError if settings are missing or wrong
 */
export const authorizerDependencies = (): AuthorizationDeps => {
  const { jwt, usageKeyPrefix, ...config } = authorizerConfig(process.env)
  const log = createPowertoolsLog()
  // Two thirds of the code. Who brings no token that could be good does not need it, and whoever does waits for the issuer's
  // keys first, which is when it is loaded.
  const loaded = () => import('../lib/adapters/dynamo/open-teams.ts')
  const teams = lazily<Pick<TeamDirectory, 'find' | 'get'>>({ find: true, get: true }, async () =>
    (await loaded()).openTeamsHere(config, clock, AUTHORIZER_REMEMBERS_SECONDS * 1_000),
  )
  // A failure shows where the teams are asked for.
  const whileFetching = () => void loaded().catch(() => undefined)
  return {
    usageKeyPrefix,
    usage: { teams, tiers: config.tiers },
    authorizer: createJwtAuthorizer(jwt, { clock, log, teams, whileFetching }),
    log,
  }
}
