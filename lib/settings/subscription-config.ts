import { type ChecksConfig, reader, type SealingConfig, type StoreConfig, storeConfig } from './config.ts'
import type { Environment } from './settings.ts'

/** The function that sends notices. */
export interface NotifyConfig extends SealingConfig, Pick<ChecksConfig, 'topic'>, Pick<StoreConfig, 'table'> {}

/** @throws ConfigError */
export const subscriptionsConfig = (environment: Environment): StoreConfig & SealingConfig => {
  const { settings, complete } = reader(environment)
  return complete({ ...storeConfig(settings), key: settings.text('WAYBILL_CHECKS_KEY') })
}

/** @throws ConfigError */
export const notifyConfig = (environment: Environment): NotifyConfig => {
  const { settings, complete } = reader(environment)
  return complete({
    table: settings.text('WAYBILL_TABLE'),
    key: settings.text('WAYBILL_CHECKS_KEY'),
    topic: settings.text('WAYBILL_CHECKS_TOPIC'),
  })
}
