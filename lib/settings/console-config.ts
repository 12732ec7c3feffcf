import { reader, type SignInConfig, signInConfig } from './config.ts'
import type { Environment } from './settings.ts'

/**
 * The deployed function that gives out the console.
 *
 * @throws ConfigError
 */
export const consoleConfig = (environment: Environment): SignInConfig => {
  const { settings, complete } = reader(environment)
  return complete(signInConfig(settings))
}
