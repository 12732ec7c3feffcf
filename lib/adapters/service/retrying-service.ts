import type { Service, ServiceCall } from '../../jobs/service.ts'
import { ServiceFailure, type ServiceFailureKind } from '../../jobs/service-failure.ts'
import type { Clock, Random, Wait } from '../../system.ts'

/** Faults that ask to try later. The service answers them before it does anything. */
const THROTTLING_FAULTS: ReadonlySet<string> = new Set(['Throttling', 'ThrottlingException', 'RequestLimitExceeded'])

const MAX_ATTEMPTS = 5
const FIRST_DELAY_MS = 200
const LONGEST_DELAY_MS = 3_000
/** With less time than this, an attempt has no chance, in milliseconds. */
const SHORTEST_ATTEMPT_MS = 500

export interface RetryDeps {
  readonly clock: Clock
  readonly random: Random
  readonly wait: Wait
}

/**
 * A service that tries again what can do no harm, within the call's deadline, after a random share of a delay that doubles
 * each time ("full jitter": https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/):
 *
 * - what was not sent, and what was throttled: always;
 * - an unreadable answer (a 503, say): questions only, and what is only validated. What may have acted is not repeated here;
 * - a fault, and a call that has taken its whole time: never.
 */
export const createRetryingService = (service: Service, deps: RetryDeps): Service => {
  const change = <T>(call: ServiceCall, attempt: () => Promise<T>) => retry(deps, call, NOTHING_DONE, attempt)
  const question = <T>(call: ServiceCall, attempt: () => Promise<T>) => retry(deps, call, HARMLESS, attempt)
  return {
    createJob: (request, call) =>
      (request.validateOnly ? question : change)(call, () => service.createJob(request, call)),
    updateJob: (request, call) =>
      (request.validateOnly ? question : change)(call, () => service.updateJob(request, call)),
    cancelJob: (jobId, call) => change(call, () => service.cancelJob(jobId, call)),
    getStatus: (jobId, call) => question(call, () => service.getStatus(jobId, call)),
    getShippingLabel: (request, call) => change(call, () => service.getShippingLabel(request, call)),
    listJobs: (page, call) => question(call, () => service.listJobs(page, call)),
    clockAheadMs: call => service.clockAheadMs(call),
    acceptableUntil: call => service.acceptableUntil(call),
  }
}

const NOTHING_DONE: readonly ServiceFailureKind[] = ['not-sent']
const HARMLESS: readonly ServiceFailureKind[] = ['not-sent', 'unreadable']

const retry = async <T>(
  { clock, random, wait }: RetryDeps,
  { deadline }: ServiceCall,
  kinds: readonly ServiceFailureKind[],
  attempt: () => Promise<T>,
): Promise<T> => {
  for (let failures = 0; ; ) {
    try {
      return await attempt()
    } catch (error) {
      failures += 1
      if (!isRetryable(error, kinds) || failures === MAX_ATTEMPTS) throw error
      const delayMs = random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1))
      if (clock().getTime() + delayMs + SHORTEST_ATTEMPT_MS > deadline.getTime()) throw error
      await wait(delayMs)
    }
  }
}

const isRetryable = (error: unknown, kinds: readonly ServiceFailureKind[]) =>
  error instanceof ServiceFailure && (kinds.includes(error.kind) || isThrottled(error))

/** Only after a fault with a 4xx: a 5xx that names the same fault may have acted before it broke. */
const isThrottled = ({ kind, fault }: ServiceFailure) => kind === 'refused' && THROTTLING_FAULTS.has(fault?.code ?? '')
