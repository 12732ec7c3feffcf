import { withinTime } from '../lib/adapters/system/aws-limits.ts'

/** How much time is left for the answer after requests to AWS are ended, in milliseconds. */
const RESERVE_MS = 1_500

/** The members of Lambda's context that our functions read. */
export interface Invocation {
  getRemainingTimeInMillis(): number
}

/** A handler whose requests to AWS end before the function's time does. */
export const inTime =
  <E, R>(handler: (event: E, invocation: Invocation) => Promise<R>) =>
  (event: E, invocation: Invocation): Promise<R> =>
    withinTime(invocation.getRemainingTimeInMillis() - RESERVE_MS, () => handler(event, invocation))
