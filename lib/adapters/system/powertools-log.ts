import { Logger } from '@aws-lambda-powertools/logger'
import type { Log } from '../../system.ts'
import { logField } from './log-fields.ts'

/**
 * Lines for CloudWatch, as JSON. Each carries the request's ID and X-Ray's. Which are written, `POWERTOOLS_LOG_LEVEL` says,
 * or the level in the function's own logging configuration.
 */
export const createPowertoolsLog = (): Log => {
  const logger = new Logger({ serviceName: 'waybill', jsonReplacerFn: logField })
  return {
    info: (message, fields = {}) => logger.info(message, { ...fields }),
    error: (message, fields = {}) => logger.error(message, { ...fields }),
    begin: requestId => {
      logger.resetKeys()
      logger.setCorrelationId(requestId)
    },
  }
}
