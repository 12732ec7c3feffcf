import { reader, type SignInConfig, signInConfig } from './config.ts'
import type { Environment } from './settings.ts'

/** How people sign in to the console of a stage. */
export interface ConsoleConfig extends SignInConfig {
  /** Where callers sign with IAM: how the page gets credentials. Default: it sends the provider's tokens as they are */
  readonly aws?: RoleConfig
}

/** The roles whose credentials STS gives for the provider's token. */
export interface RoleConfig {
  /** ARNs, in the order in which STS is asked for them. */
  readonly roles: readonly string[]
  readonly stsUrl: string
  /** Of the API that requests are signed for. */
  readonly region: string
}

/**
 * The deployed function that serves the console.
 *
 * @throws ConfigError
 */
export const consoleConfig = (environment: Environment): ConsoleConfig => {
  const { settings, complete } = reader(environment)
  const isSigning = settings.isSet('WAYBILL_CONSOLE_ROLES')
  return complete({
    ...signInConfig(settings),
    ...(isSigning && {
      aws: {
        roles: settings.list('WAYBILL_CONSOLE_ROLES'),
        stsUrl: settings.url('WAYBILL_CONSOLE_STS_URL').href,
        region: settings.text('WAYBILL_CONSOLE_REGION'),
      },
    }),
  })
}
