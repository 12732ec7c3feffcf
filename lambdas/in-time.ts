import { withinTime } from '../lib/adapters/system/aws-limits.ts'

/** Time to answer, once AWS was given up. */
const RESERVE_MS = 1_500

/** What every function knows of its own invocation, as far as one of ours reads it. */
export interface Invocation {
  getRemainingTimeInMillis(): number
}

/** A handler whose requests to AWS end before the function does. */
export const inTime =
  <E, R>(handler: (event: E, invocation: Invocation) => Promise<R>) =>
  (event: E, invocation: Invocation): Promise<R> =>
    withinTime(invocation.getRemainingTimeInMillis() - RESERVE_MS, () => handler(event, invocation))
