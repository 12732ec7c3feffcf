import type { TeamRequest, TeamThrottle } from '../../teams/throttle.ts'
import { RequestError } from './request-error.ts'

/**
 * Counts a request against its team's limit, whether or not the request succeeds.
 *
 * @throws RequestError REQUEST_THROTTLED
 */
export const requireTurn = async (throttle: TeamThrottle | undefined, request: TeamRequest): Promise<void> => {
  const seconds = await throttle?.take(request)
  if (seconds === undefined) return
  throw new RequestError(
    'REQUEST_THROTTLED',
    'Your team asks more often than it may. Nothing was done. Send the same request again after Retry-After.',
    { headers: { 'Retry-After': String(seconds) } },
  )
}
