import { type LookUpConfig, reader } from './config.ts'
import type { Environment } from './settings.ts'

/** The function that signs the days of history. */
export interface SigningConfig extends Pick<LookUpConfig, 'table' | 'logBucket'> {
  /** The KMS key that signs. */
  readonly key: string
}

/** The function that purges old jobs. */
export interface PurgeConfig extends Pick<LookUpConfig, 'table' | 'logBucket'> {
  /** For how many days a job that is over stays as it is. */
  readonly retentionDays: number
}

/** @throws ConfigError */
export const signingConfig = (environment: Environment): SigningConfig => {
  const { settings, complete } = reader(environment)
  return complete({
    table: settings.text('WAYBILL_TABLE'),
    logBucket: settings.text('WAYBILL_LOG_BUCKET'),
    key: settings.text('WAYBILL_HISTORY_KEY'),
  })
}

/** @throws ConfigError */
export const purgeConfig = (environment: Environment): PurgeConfig => {
  const { settings, complete } = reader(environment)
  return complete({
    table: settings.text('WAYBILL_TABLE'),
    logBucket: settings.text('WAYBILL_LOG_BUCKET'),
    retentionDays: settings.retentionDays('WAYBILL_RETENTION_DAYS'),
  })
}
