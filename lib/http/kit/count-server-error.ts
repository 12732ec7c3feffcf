import type { Metrics } from '../../system.ts'

/** From this status on, an answer is a failure of the server. */
const SERVER_ERROR = 500

/**
 * Counts an answer that is a failure of the server. For Lambda it is an answer like any other, so alarms and the rollback of a
 * release need this figure.
 */
export const countServerError = (metrics: Metrics | undefined, status: number): void => {
  if (status >= SERVER_ERROR) metrics?.report({ ServerErrors: 1 })
}
