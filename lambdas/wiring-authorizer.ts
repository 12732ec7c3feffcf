import { createJwtAuthorizer } from '../lib/adapters/secrets/jwt-authorizer.ts'
import { lazily } from '../lib/adapters/system/lazily.ts'
import { createPowertoolsLog } from '../lib/adapters/system/powertools-log.ts'
import { clock } from '../lib/adapters/system/system.ts'
import type { AuthorizationDeps } from '../lib/http/kit/authorization.ts'
import { AUTHORIZER_REMEMBERS_SECONDS } from '../lib/settings/caller-ages.ts'
import { authorizerConfig } from '../lib/settings/teams-config.ts'
import type { TeamDirectory } from '../lib/teams/directory.ts'

/**
 * The ports of the authoriser. In a file of its own, since callers wait for this function first, and it needs only the teams.
 *
 * @throws ConfigError if settings are missing or wrong
 */
export const authorizerDependencies = (): AuthorizationDeps => {
  const { jwt, usageKeyPrefix, ...config } = authorizerConfig(process.env)
  const log = createPowertoolsLog()
  // Two thirds of the code, which only a plausible token needs. It is loaded while the issuer's keys are fetched.
  const loaded = () => import('../lib/adapters/dynamo/open-teams.ts')
  const teams = lazily<Pick<TeamDirectory, 'find' | 'get'>>({ find: true, get: true }, async () =>
    (await loaded()).openTeamsHere(config, clock, AUTHORIZER_REMEMBERS_SECONDS * 1_000),
  )
  // A failure shows later, when the teams are read.
  const whileFetching = () => void loaded().catch(() => undefined)
  return {
    usageKeyPrefix,
    usage: { teams, tiers: config.tiers },
    authorizer: createJwtAuthorizer(jwt, { clock, log, teams, whileFetching }),
    log,
  }
}
