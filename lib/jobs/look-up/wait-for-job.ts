import type { Clock } from '../../system.ts'
import { deviceOf } from '../device.ts'
import { DEVICE_STAGES, type DeviceStage } from '../device-stage.ts'
import type { Job, JobState, StoredJob } from '../job.ts'
import type { JobStore } from '../job-store.ts'
import { type GetJob, getJob } from './get-job.ts'

/** What a caller can wait for: a device's stage, or a job's state. */
export type WaitTarget = DeviceStage | JobState

export const WAIT_TARGETS: readonly WaitTarget[] = [...DEVICE_STAGES, 'created', 'cancelled', 'expired']

/** `reached`: the target has come, or was passed. `never`: the job is over, and the target will not come. */
export type WaitOutcome = 'reached' | 'not-yet' | 'never'

/** The longest wait: a function answers within 26 seconds. */
export const MOST_WAIT_SECONDS = 20

/** Waits for some time. `false`: the request has no time left, and must be answered now. */
export type Pause = (milliseconds: number) => Promise<boolean>

export interface WaitForJob extends GetJob {
  readonly waitFor: WaitTarget
  readonly timeoutSeconds: number
}

const PAUSE_MS = 1000

/**
 * Waits until a job's device reaches a stage, or the job a state, or the time is up.
 *
 * @returns the job at that time, and whether the target has come
 *
 * Refuses: JOB_NOT_FOUND.
 */
export const waitForJob = async (
  deps: { readonly jobs: JobStore; readonly clock: Clock; readonly pause: Pause },
  { waitFor, timeoutSeconds, ...input }: WaitForJob,
): Promise<StoredJob & { readonly outcome: WaitOutcome }> => {
  const endsAt = deps.clock().getTime() + timeoutSeconds * 1000
  let stored = await getJob(deps, input)
  for (;;) {
    const outcome = outcomeOf(stored.job, waitFor)
    const leftMs = endsAt - deps.clock().getTime()
    if (outcome !== 'not-yet' || leftMs <= 0) return { ...stored, outcome }
    if (!(await deps.pause(Math.min(PAUSE_MS, leftMs)))) return { ...stored, outcome }
    stored = await getJob(deps, input)
  }
}

const isStage = (target: WaitTarget): target is DeviceStage => DEVICE_STAGES.some(stage => stage === target)

/** Whether a job has reached a target. */
export const outcomeOf = (job: Job, target: WaitTarget): WaitOutcome => {
  const { stage } = deviceOf(job)
  const isThere = isStage(target)
    ? DEVICE_STAGES.indexOf(stage) >= DEVICE_STAGES.indexOf(target)
    : target === 'created' || job.state === target
  if (isThere) return 'reached'
  return job.state !== 'created' || stage === 'returned' ? 'never' : 'not-yet'
}
