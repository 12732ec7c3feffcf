import { Logger } from '@aws-lambda-powertools/logger'
import type { Log } from '../../system.ts'
import { logField } from './log-fields.ts'

/**
 * Lines for CloudWatch, as JSON. Each carries the request's ID and X-Ray's. Which are written, `POWERTOOLS_LOG_LEVEL` says,
 * or the level in the function's own logging configuration.
 */
export const createPowertoolsLog = (): Log => {
  const logger = new Logger({ serviceName: 'waybill', jsonReplacerFn: shownField })
  let request: string | undefined
  // CloudWatch is paid for each byte, and the line has the request's ID already.
  const besides = ({ requestId, ...fields }: Readonly<Record<string, unknown>> = {}) =>
    requestId === undefined || requestId === request ? fields : { requestId, ...fields }
  return {
    info: (message, fields) => logger.info(message, besides(fields)),
    error: (message, fields) => logger.error(message, besides(fields)),
    begin: requestId => {
      request = requestId
      logger.resetKeys()
      logger.setCorrelationId(requestId)
    },
  }
}

/** No line is a sample, which Powertools writes on each of them. */
const shownField = (name: string, value: unknown): unknown =>
  name === 'sampling_rate' ? undefined : logField(name, value)
