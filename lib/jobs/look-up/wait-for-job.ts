import type { Clock } from '../../system.ts'
import { deviceOf } from '../device.ts'
import { DEVICE_STAGES, type DeviceStage } from '../device-stage.ts'
import type { Job, JobState, StoredJob } from '../job.ts'
import type { JobStore } from '../job-store.ts'
import { type GetJob, getJob } from './get-job.ts'

/** What can be waited for: a device's stage, or a job's state. */
export type WaitTarget = DeviceStage | JobState

export const WAIT_TARGETS: readonly WaitTarget[] = [...DEVICE_STAGES, 'created', 'cancelled', 'expired']

/** `reached`: it is so, or past it. `never`: the job is over, and it will not be so. */
export type WaitOutcome = 'reached' | 'not-yet' | 'never'

/** The longest wait: a function answers within 26 seconds. */
export const MOST_WAIT_SECONDS = 20

/** Lets time pass for a request that waits. `false`: there is no time left, and the request is answered now. */
export type Pause = (milliseconds: number) => Promise<boolean>

export interface WaitForJob extends GetJob {
  readonly waitFor: WaitTarget
  readonly timeoutSeconds: number
}

const PAUSE_MS = 1000

/**
 * A job once its device is in a stage or past it, or once the job is in a state; at the latest when the time is up.
 *
 * @returns the job as it is then, and whether what was waited for has come
 *
 * Refuses: JOB_NOT_FOUND.
 */
export const waitForJob = async (
  deps: { readonly jobs: JobStore; readonly clock: Clock; readonly pause: Pause },
  { waitFor, timeoutSeconds, ...input }: WaitForJob,
): Promise<StoredJob & { readonly outcome: WaitOutcome }> => {
  const endsAt = deps.clock().getTime() + timeoutSeconds * 1000
  let kept = await getJob(deps, input)
  for (;;) {
    const outcome = outcomeOf(kept.job, waitFor)
    const leftMs = endsAt - deps.clock().getTime()
    if (outcome !== 'not-yet' || leftMs <= 0) return { ...kept, outcome }
    if (!(await deps.pause(Math.min(PAUSE_MS, leftMs)))) return { ...kept, outcome }
    kept = await getJob(deps, input)
  }
}

const isStage = (target: WaitTarget): target is DeviceStage => DEVICE_STAGES.some(stage => stage === target)

/** How a job stands to what is waited for. */
export const outcomeOf = (job: Job, target: WaitTarget): WaitOutcome => {
  const { stage } = deviceOf(job)
  const isThere = isStage(target)
    ? DEVICE_STAGES.indexOf(stage) >= DEVICE_STAGES.indexOf(target)
    : target === 'created' || job.state === target
  if (isThere) return 'reached'
  return job.state !== 'created' || stage === 'returned' ? 'never' : 'not-yet'
}
