import { MOST_WAIT_SECONDS, WAIT_TARGETS, type WaitForJob } from '../../jobs/look-up/wait-for-job.ts'
import type { HttpRequest } from '../kit/exchange.ts'
import { singleQuery } from '../kit/query.ts'
import { RequestError } from '../kit/request-error.ts'

/**
 * What a request for one job waits for. `undefined`: it does not wait.
 *
 * @throws RequestError QUERY_INVALID
 */
export const waitQuery = (request: HttpRequest): Pick<WaitForJob, 'waitFor' | 'timeoutSeconds'> | undefined => {
  const { waitFor: wanted, timeout } = singleQuery(request, ['waitFor', 'timeout'])
  const waitFor = WAIT_TARGETS.find(target => target === wanted)
  if (wanted !== undefined && waitFor === undefined) {
    throw new RequestError('QUERY_INVALID', `waitFor must be one of ${WAIT_TARGETS.join(', ')}.`)
  }
  const timeoutSeconds = timeout === undefined ? MOST_WAIT_SECONDS : Number(timeout)
  if (timeout !== undefined && !(/^\d{1,2}$/.test(timeout) && timeoutSeconds <= MOST_WAIT_SECONDS)) {
    throw new RequestError('QUERY_INVALID', `timeout must be a whole number of seconds from 0 to ${MOST_WAIT_SECONDS}.`)
  }
  if (waitFor !== undefined) return { waitFor, timeoutSeconds }
  if (timeout === undefined) return undefined
  throw new RequestError('QUERY_INVALID', 'timeout needs waitFor, which names what to wait for.')
}
