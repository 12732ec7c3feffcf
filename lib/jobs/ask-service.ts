import type { Clock } from '../system.ts'
import type { Credentials } from '../teams/keys.ts'
import type { Service, ServiceCall } from './service.ts'
import { serviceError } from './service-error.ts'
import type { Timing } from './timing.ts'

export interface AskDeps {
  readonly service: Service
  readonly clock: Clock
  readonly timing: Timing
}

/**
 * Ask the service something, signed with a team's key.
 *
 * Refuses: the SERVICE_ codes.
 */
export const askService = async <T>(
  { service, clock, timing }: AskDeps,
  credentials: Credentials,
  ask: (service: Service, call: ServiceCall) => Promise<T>,
): Promise<T> => {
  const startedAt = clock()
  const deadline = new Date(startedAt.getTime() + timing.deadlineMs)
  try {
    return await ask(service, { credentials, startedAt, deadline })
  } catch (error) {
    throw serviceError(error, clock())
  }
}
