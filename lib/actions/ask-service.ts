import type { Credentials, Service, ServiceCall } from '../ports.ts'
import { serviceRefusal } from './service-refusal.ts'
import type { SubmissionDeps } from './submission-deps.ts'

/**
 * Ask the service something in the name of a key's owner.
 *
 * Refuses: the SERVICE_ codes.
 */
export const askService = async <T>(
  { service, clock, timing }: Pick<SubmissionDeps, 'service' | 'clock' | 'timing'>,
  credentials: Credentials,
  ask: (service: Service, call: ServiceCall) => Promise<T>,
): Promise<T> => {
  const startedAt = clock()
  const deadline = new Date(startedAt.getTime() + timing.deadlineMs)
  try {
    return await ask(service, { credentials, startedAt, deadline })
  } catch (error) {
    throw serviceRefusal(error, clock())
  }
}
