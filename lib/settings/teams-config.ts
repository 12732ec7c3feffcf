import type { TeamRules } from '../teams/manage/check-team.ts'
import { type JwtConfig, jwtConfig, jwtOf, reader, storeConfig, storedTeams, type TeamsConfig } from './config.ts'
import type { Environment } from './settings.ts'

/** The deployed function that reads tokens. */
export interface AuthorizerConfig extends TeamsConfig {
  readonly jwt: JwtConfig
  readonly usageKeyPrefix: string | undefined
}

/** @throws ConfigError */
export const authorizerConfig = (environment: Environment): AuthorizerConfig => {
  const { settings, complete } = reader(environment)
  return complete({
    ...storedTeams(settings),
    jwt: jwtConfig(settings),
    usageKeyPrefix: settings.optionalText('WAYBILL_USAGE_KEY_PREFIX'),
  })
}

/**
 * The deployed function that manages teams.
 *
 * @throws ConfigError
 */
export const teamsConfig = (environment: Environment) => {
  const { settings, complete } = reader(environment)
  const { jwt, ...stored } = { jwt: jwtOf(settings), ...storeConfig(settings) }
  const claims = jwt && [...new Set(['sub', jwt.teamClaim, jwt.groupsClaim])]
  const accounts = settings.list('WAYBILL_ACCOUNTS')
  const tiers = Object.keys(stored.tiers)
  return complete({
    ...stored,
    keysPrefix: settings.text('WAYBILL_KEYS_PREFIX'),
    hasDepot: settings.isSet('WAYBILL_DEPOT_STAFF_SECRET'),
    rules: { tiers, claims, accounts: accounts.length > 0 ? accounts : undefined } satisfies TeamRules,
  })
}
