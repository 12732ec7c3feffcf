import { setImmediate } from 'node:timers/promises'
import pLimit from 'p-limit'
import type { JobType } from '../../manifest/manifest.ts'
import type { Asking } from '../../teams/caller.ts'
import { JobError } from '../errors.ts'
import type { Tagging } from '../tagging.ts'
import type { SubmissionDeps } from './submission-deps.ts'
import { type Submission, submitJob } from './submit-job.ts'
import { type Validation, validateManifest } from './validate-manifest.ts'

export interface BatchItem extends Tagging {
  readonly manifest: string
  readonly jobType?: JobType
  /** As in `ManifestInput` */
  readonly returnAddress?: string
  /** Default: the fingerprint of the manifest. */
  readonly idempotencyKey?: string
}

export interface SubmitBatch extends Asking {
  readonly items: readonly BatchItem[]
  readonly validateOnly: boolean
}

export type BatchResult =
  | { readonly submission: Submission }
  | { readonly validation: Validation }
  | { readonly error: unknown }

const CONCURRENCY = 8
/** How much time must be left for a submission to begin, in milliseconds. */
const SHORTEST_SUBMISSION_MS = 3_000

/**
 * Submit several manifests as `submitJob` does, each with its own key, a few at a time, and all within one deadline. A
 * manifest for which no time is left is refused with BATCH_OUT_OF_TIME.
 *
 * @returns a result for each manifest, in their order
 */
export const submitBatch = async (
  deps: SubmissionDeps,
  { items, validateOnly, ...asking }: SubmitBatch,
): Promise<readonly BatchResult[]> => {
  const deadline = deps.clock().getTime() + deps.timing.deadlineMs
  const limit = pLimit(CONCURRENCY)
  const one = async ({ manifest: text, ...item }: BatchItem): Promise<BatchResult> => {
    // Reading a large manifest blocks other requests; between two manifests they have their turn.
    await setImmediate()
    const remainingMs = deadline - deps.clock().getTime()
    if (remainingMs < SHORTEST_SUBMISSION_MS) return { error: unfinished() }
    const inTime = { ...deps, timing: { ...deps.timing, deadlineMs: remainingMs } }
    const input = { ...asking, ...item, text }
    try {
      if (validateOnly) return { validation: (await validateManifest(inTime, input)).validation }
      return { submission: await submitJob(inTime, input) }
    } catch (error) {
      return { error }
    }
  }
  return Promise.all(items.map(item => limit(() => one(item))))
}

const unfinished = () =>
  new JobError(
    'BATCH_OUT_OF_TIME',
    'The time ran out before this manifest was processed. Send the batch again: finished manifests are replayed.',
    { retryAfterSeconds: 1 },
  )
