import { AsyncLocalStorage } from 'node:async_hooks'
import { Unavailable } from '../../system.ts'
import { clock } from './system.ts'

/** An attempt that gets no connection, no answer or no more of an answer for so long is over, and another one may begin. */
const CONNECTION_MS = 1_000
const REQUEST_MS = 2_000
const IDLE_MS = 3_000

/**
 * How long a client of AWS waits. Without limits of ours a connection that stalls takes all the time that a request has.
 * `throwOnRequestTimeout`: without it the SDK only warns.
 */
export const AWS_LIMITS = {
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: CONNECTION_MS,
    requestTimeout: REQUEST_MS,
    throwOnRequestTimeout: true,
    socketTimeout: IDLE_MS,
  },
} as const

/** The same, longer or shorter. */
export interface AwsLimits {
  readonly maxAttempts: number
  readonly requestHandler: {
    readonly connectionTimeout: number
    readonly requestTimeout: number
    readonly throwOnRequestTimeout: true
    readonly socketTimeout: number
  }
}

const ends = new AsyncLocalStorage<number>()

/** Does the work, in which no request to AWS outlasts the time that is given. */
export const withinTime = <T>(milliseconds: number, work: () => T): T =>
  ends.run(clock().getTime() + milliseconds, work)

/** As much of an SDK client as its limits need. */
interface Client {
  readonly middlewareStack: {
    add(
      middleware: (next: (args: object) => Promise<object>) => (args: object) => Promise<object>,
      options: { readonly step: 'initialize' | 'finalizeRequest'; readonly name: string; readonly priority?: 'low' },
    ): void
  }
}

/**
 * Lets each attempt end with the time of the work that it is for, and distinguishes what AWS did not answer from what it refused.
 *
 * @param name what an error calls the service
 */
export const limited = <C extends object>(client: C, name: string): C => {
  // Every client of the SDK has this stack; its types differ in the commands, which are not looked at here.
  const { middlewareStack } = client as C & Client
  middlewareStack.add(
    next => async args => {
      try {
        return await next(args)
      } catch (error) {
        throw isPassing(error) ? new Unavailable(name, { cause: error }) : error
      }
    },
    { step: 'initialize', name: 'waybill-unavailable' },
  )
  middlewareStack.add(next => args => inTime(name, () => next(args)), {
    step: 'finalizeRequest',
    name: 'waybill-in-time',
    // After the SDK's own step that tries again: each attempt by itself.
    priority: 'low',
  })
  return client
}

const inTime = async <T>(name: string, attempt: () => Promise<T>): Promise<T> => {
  const end = ends.getStore()
  if (end === undefined) return attempt()
  const { promise: over, reject } = Promise.withResolvers<never>()
  const leftMs = end - clock().getTime()
  if (leftMs <= 0) throw new Unavailable(name)
  const timer = setTimeout(() => reject(new Unavailable(name)), leftMs)
  try {
    return await Promise.race([attempt(), over])
  } finally {
    clearTimeout(timer)
  }
}

const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded|ProvisionedThroughputExceeded|SlowDown/
const SERVER_ERROR = 500

/** Whether the same request may be answered later: no answer, a fault of AWS, or too many requests. */
const isPassing = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  const {
    name,
    message,
    code = '',
    $metadata,
  } = error as Error & {
    readonly code?: string
    readonly $metadata?: { readonly httpStatusCode?: number }
  }
  return (
    // Of what is no Error of its own making the SDK keeps the name in the message alone.
    /\bTimeoutError\b/.test(`${name} ${message}`) ||
    /^E(?:CONN|TIMEDOUT|PIPE|AI_AGAIN|HOSTUNREACH|NETUNREACH)|^ENOTFOUND/.test(code) ||
    THROTTLED.test(name) ||
    ($metadata?.httpStatusCode ?? 0) >= SERVER_ERROR
  )
}
