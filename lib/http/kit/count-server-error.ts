import type { Metrics } from '../../system.ts'

/** From here on an answer is a failure of ours. */
const SERVER_ERROR = 500

/**
 * Counts an answer that is a failure of ours. Lambda sees an answer and no error, so without this figure neither an alarm nor a
 * release that takes versions back would learn of it.
 */
export const countServerError = (metrics: Metrics | undefined, status: number): void => {
  if (status >= SERVER_ERROR) metrics?.report({ ServerErrors: 1 })
}
