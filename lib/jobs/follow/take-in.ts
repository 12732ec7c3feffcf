import { type Clock, DamagedStore, type Log } from '../../system.ts'
import type { Job } from '../job.ts'
import type { JobStore } from '../job-store.ts'
import { dueAt } from '../pace.ts'

/** The jobs that an older Waybill stored, before jobs were followed. The list of due jobs does not have them. */
export interface UnfollowedJobs {
  /** The IDs of the next jobs to look through, oldest first. `undefined`: all have been looked through. */
  next(limit: number): Promise<readonly string[] | undefined>
  /** Puts a job that was never followed into the list of due jobs. */
  takeIn(job: Job, due: string): Promise<void>
  /** Records that the last IDs are done: the next run continues after them. */
  passed(): Promise<void>
}

const PAGE = 100
/** How much of a run's time this may take, so that jobs that are followed already do not wait. */
const SHARE_MS = 10_000

export interface TakeInDeps {
  readonly unfollowed: UnfollowedJobs
  readonly jobs: Pick<JobStore, 'job' | 'pointFromStage'>
  readonly clock: Clock
  readonly log: Log
}

/**
 * Start to follow the jobs that an older Waybill has stored: they become due, and lists by stage find them. Each run does a
 * part, and continues where the last one stopped. Once all are done, a run reads nothing.
 *
 * @param until when to stop
 * @returns how many jobs were looked through
 */
export const takeInJobs = async (deps: TakeInDeps, until: Date): Promise<number> => {
  const { unfollowed, clock, log } = deps
  const end = Math.min(until.getTime(), clock().getTime() + SHARE_MS)
  let looked = 0
  while (clock().getTime() < end) {
    const page = await unfollowed.next(PAGE)
    if (page === undefined) break
    for (const jobId of page) await takeIn(deps, jobId)
    await unfollowed.passed()
    looked += page.length
    if (page.length === 0) break
  }
  if (looked > 0) log.info('jobs of before are followed from now on', { looked })
  return looked
}

const takeIn = async ({ unfollowed, jobs, log }: TakeInDeps, jobId: string): Promise<void> => {
  try {
    const job = await jobs.job(jobId)
    if (!job || job.follow !== undefined) return
    await jobs.pointFromStage(job)
    const due = dueAt(job)
    if (due !== undefined) await unfollowed.takeIn(job, due)
  } catch (error) {
    // A damaged item must not stop the others from being followed. A later change of the job lists it.
    if (!(error instanceof DamagedStore)) throw error
    log.error('job of before not followed: its item is damaged', { jobId, error })
  }
}
