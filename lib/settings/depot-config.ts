import { reader } from './config.ts'
import type { Environment } from './settings.ts'

/** The deployed depot. */
export interface DepotConfig {
  readonly table: string
  readonly keysPrefix: string
  readonly era: 'lenient' | '2015'
  readonly shippingAddress: readonly string[]
  readonly secretsPrefix: string
  /** The daily quota of a key. `undefined`: the service's own. */
  readonly dailyJobs: number | undefined
  /** The teams and access keys that may use a bucket. A bucket that is not listed is open to all. */
  readonly owners: ReadonlyMap<string, readonly string[]>
}

/** @throws ConfigError */
export const depotConfig = (environment: Environment): DepotConfig => {
  const { settings, complete } = reader(environment)
  return complete({
    table: settings.text('WAYBILL_TABLE'),
    keysPrefix: settings.text('WAYBILL_KEYS_PREFIX'),
    era: settings.oneOf('WAYBILL_MANIFEST_ERA', ['lenient', '2015']),
    shippingAddress: settings.lines('WAYBILL_DEPOT_ADDRESS'),
    secretsPrefix: settings.text('WAYBILL_DEPOT_SECRETS'),
    dailyJobs: settings.isSet('WAYBILL_DEPOT_DAILY_JOBS')
      ? settings.wholeNumber('WAYBILL_DEPOT_DAILY_JOBS')
      : undefined,
    owners: new Map(Object.entries(settings.owners('WAYBILL_DEPOT_OWNERS'))),
  })
}

/** Waybill's desk for the staff of a deployed depot. */
export interface DeskConfig {
  readonly serviceUrl: URL
  /** The name of the staff's secret. */
  readonly staffSecret: string
}

/**
 * `undefined`: the stage has no depot.
 *
 * @throws ConfigError
 */
export const deskConfig = (environment: Environment): DeskConfig | undefined => {
  const { settings, complete } = reader(environment)
  const staffSecret = settings.optionalText('WAYBILL_DEPOT_STAFF_SECRET')
  if (staffSecret === undefined) return undefined
  return complete({ serviceUrl: settings.trustedUrl('WAYBILL_SERVICE_URL'), staffSecret })
}
