import { AWS_LIMITS, type AwsLimits } from './aws-limits.ts'

/** All attempts at storing an event must be over before the feed of history counts it as final (`SETTLING_MS`). */
const LONGEST_ANSWER_MS = 8_000

/** The limits of a client that is not in AWS's own network. @param answerMs how long it waits for an answer; more than 8 seconds count as 8 */
export const distantAwsLimits = (answerMs: number): AwsLimits => {
  const longest = Math.min(answerMs, LONGEST_ANSWER_MS)
  return {
    ...AWS_LIMITS,
    requestHandler: {
      ...AWS_LIMITS.requestHandler,
      connectionTimeout: longest / 2,
      requestTimeout: longest,
      socketTimeout: longest,
    },
  }
}

/** For a command that a person waits for, over a network that may be slow: no request of another ends meanwhile. */
export const COMMAND_AWS_LIMITS = distantAwsLimits(LONGEST_ANSWER_MS)
