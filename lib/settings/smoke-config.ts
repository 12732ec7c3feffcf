import { reader } from './config.ts'
import type { Environment } from './settings.ts'

/** The settings of every smoke test of a stage. */
export interface SmokeConfig {
  readonly accessKeyId: string
  readonly bucket: string
  readonly submit: boolean
}

/** The scheduled smoke test, at the stage's own addresses. */
export interface CanaryConfig extends SmokeConfig {
  readonly url: URL
  readonly queryUrl: URL
}

/** The smoke test of new versions that get no requests yet. */
export interface ReleaseConfig extends SmokeConfig {
  readonly team: string
  /** By the function's name in the route table, the ARN of its new version. */
  readonly versions: Readonly<Record<string, string>>
}

/** @throws ConfigError */
export const canaryConfig = (environment: Environment): CanaryConfig => {
  const { settings, complete } = reader(environment)
  return complete({
    url: settings.url('WAYBILL_SMOKE_URL'),
    queryUrl: settings.url('WAYBILL_SMOKE_QUERY_URL'),
    ...smokeConfig(settings),
  })
}

/** @throws ConfigError */
export const releaseConfig = (environment: Environment): ReleaseConfig => {
  const { settings, complete } = reader(environment)
  return complete({
    team: settings.text('WAYBILL_SMOKE_TEAM'),
    versions: Object.fromEntries(
      settings.list('WAYBILL_SMOKE_VERSIONS').map(pair => {
        const [name = '', ...arn] = pair.split('=')
        return [name, arn.join('=')]
      }),
    ),
    ...smokeConfig(settings),
  })
}

const smokeConfig = (settings: ReturnType<typeof reader>['settings']): SmokeConfig => ({
  accessKeyId: settings.text('WAYBILL_SMOKE_KEY'),
  bucket: settings.text('WAYBILL_SMOKE_BUCKET'),
  submit: settings.oneOf('WAYBILL_SMOKE_SUBMIT', ['no', 'yes']) === 'yes',
})
