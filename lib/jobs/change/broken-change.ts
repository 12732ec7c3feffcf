import type { ChangeEvent } from '../change-events.ts'
import { sha256Hex } from '../idempotency.ts'
import type { ChangeRequest, Job } from '../job.ts'

/** A job as the service shows it, once the service can no longer accept the request that changes it. */
export interface JobAtService {
  /** The stored job with the service's answer taken over. */
  readonly job: Job
  /** The manifest in force. Absent: the service does not show it. */
  readonly manifest?: string | undefined
}

/**
 * How a change has ended if its request broke off after it asked the service and before it stored the answer.
 *
 * @param before the job as it was stored
 */
export const brokenChange = (
  { action, sentSha256, ...by }: ChangeRequest,
  before: Job,
  now: JobAtService,
): ChangeEvent => {
  if (action === 'cancel') return { action, by, ...(now.job.state === 'cancelled' ? DONE : NOT_DONE) }
  const sha256 = now.manifest === undefined ? undefined : sha256Hex(now.manifest)
  if (sha256 === undefined) return { action, by, ...NOT_KNOWN }
  if (sha256 === sentSha256) return { action, by, ...DONE }
  return { action, by, ...(sha256 === before.sentSha256 ? NOT_DONE : NOT_KNOWN) }
}

const DONE = { outcome: 'done', detail: 'found at the service: the request was broken off' } as const
const NOT_DONE = { outcome: 'failed', detail: 'the request was broken off, and the service has not done it' } as const
const NOT_KNOWN = {
  outcome: 'unclear',
  detail: 'the request was broken off, and the service no longer shows it',
} as const
