import { type LookUpConfig, reader } from './config.ts'
import type { Environment } from './settings.ts'

/** The function that signs the days of history. */
export interface SigningConfig extends Pick<LookUpConfig, 'table' | 'logBucket'> {
  /** The KMS key that signs. */
  readonly key: string
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
