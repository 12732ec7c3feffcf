import type { AwsLimits } from '../adapters/system/aws-limits.ts'
import { distantAwsLimits } from '../adapters/system/distant-aws-limits.ts'
import type { Timing } from '../jobs/timing.ts'

/** How long each part of a request may take on one machine, in milliseconds. */
export interface Patience {
  readonly timing: Timing
  /** One call to the service. What is left of the request leaves time to look for a job whose answer was lost. */
  readonly callMs: number
  /** The identity provider's keys. */
  readonly keysMs: number
  /** DynamoDB and S3, where jobs are stored there. */
  readonly aws: AwsLimits
  /** Until a request has come in whole. */
  readonly arrivalMs: number
}

const LONGEST_ARRIVAL_MS = 30_000

/**
 * Shorter than on AWS, where a cold service may be slow: with the six seconds that are the default, an unclear submission is
 * resolved within 15 seconds.
 *
 * @param requestSeconds what `WAYBILL_REQUEST_SECONDS` sets
 */
export const patienceOf = (requestSeconds: number): Patience => {
  const deadlineMs = requestSeconds * 1000
  return {
    timing: { deadlineMs, leaseMs: deadlineMs + 1_000, resolveMarginMs: 1_000 },
    callMs: (deadlineMs * 2) / 3,
    keysMs: deadlineMs / 2,
    aws: distantAwsLimits(deadlineMs / 3),
    arrivalMs: Math.max(deadlineMs, LONGEST_ARRIVAL_MS),
  }
}
