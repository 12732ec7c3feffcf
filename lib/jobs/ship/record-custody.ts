import { actorOf } from '../../teams/caller.ts'
import { type ChangeJob, jobChanged } from '../change/change-job.ts'
import { JobError } from '../errors.ts'
import type { CustodyStep, Job, StoredJob } from '../job.ts'
import type { JobDeps } from '../job-deps.ts'
import { attemptOnJob } from '../look-up/attempt-on-job.ts'
import { requireAllowed } from '../transitions.ts'
import { changeItem } from './change-item.ts'

export interface RecordCustody extends ChangeJob, Omit<CustodyStep, 'at' | 'recordedBy'> {
  /** When the step was done. Default: now */
  readonly at?: string
}

/** A device passes through few hands, and a job item has limited room. */
const MOST_STEPS = 100
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/**
 * Record a step of a device's custody: who packed it, sealed it, handed it over or got it back, and when.
 *
 * Refuses: JOB_NOT_FOUND, TRANSITION_NOT_ALLOWED, JOB_CHANGED, CHANGE_IN_PROGRESS, CUSTODY_INVALID.
 */
export const recordCustody = (deps: JobDeps, input: RecordCustody): Promise<StoredJob> =>
  attemptOnJob(
    deps,
    input,
    'custody',
    async stored => {
      const { job } = stored
      if (input.isExpected && !input.isExpected(stored)) throw jobChanged(job)
      requireAllowed('custody', job)
      const actor = actorOf(input)
      const step = stepOf(input, deps.clock(), job.createdAt)
      const isOne = input.isExpected !== undefined
      const add = (current: Job): Job => {
        const { custody = [] } = current
        if (custody.length >= MOST_STEPS) {
          throw new JobError('CUSTODY_INVALID', `Job ${job.jobId} has ${MOST_STEPS} steps already; no more are stored.`)
        }
        return { ...current, custody: [...custody, step].toSorted((one, other) => (one.at < other.at ? -1 : 1)) }
      }
      const { job: after } = await changeItem(deps, job, { actor, isOne }, add, () => ({
        action: 'custody',
        outcome: 'done',
        detail: input.step,
        after: { step: input.step, by: input.by },
      }))
      return { ...stored, job: after }
    },
    // The event is stored with the job.
    () => undefined,
  )

const stepOf = (input: RecordCustody, now: Date, createdAt: string): CustodyStep => {
  const { step, by, note, sealNumber } = input
  const time = input.at === undefined ? now.getTime() : Date.parse(input.at)
  const first = new Date(Date.parse(createdAt) - DAY_MS).toISOString()
  // The sender's clock may be a little ahead.
  const last = now.getTime() + 5 * MINUTE_MS
  if (Number.isNaN(time) || time > last || time < Date.parse(first)) {
    throw new JobError(
      'CUSTODY_INVALID',
      `at must be a moment from ${first} (a day before the job was made) until now, such as ${now.toISOString()}.`,
    )
  }
  return {
    step,
    by,
    at: new Date(time).toISOString(),
    ...(note !== undefined && { note }),
    ...(sealNumber !== undefined && { sealNumber }),
    recordedBy: actorOf(input).principal,
  }
}
