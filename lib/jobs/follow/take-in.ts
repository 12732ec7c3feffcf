import { type Clock, DamagedStore, type Log } from '../../system.ts'
import type { Job } from '../job.ts'
import type { JobStore } from '../job-store.ts'
import { dueAt } from '../pace.ts'

/** The jobs of a store that were stored before jobs were followed, so that no list has them by when they are to be looked at. */
export interface UnfollowedJobs {
  /** The IDs of the next jobs to look through, oldest first. `undefined`: all have been looked through. */
  next(limit: number): Promise<readonly string[] | undefined>
  /** Lists a job by when it is to be looked at, if it was never followed. */
  takeIn(job: Job, due: string): Promise<void>
  /** The last ones are done: the next run goes on behind them. */
  passed(): Promise<void>
}

const PAGE = 100
/** So much of a run's time goes to this, so that jobs that are followed already do not wait. */
const SHARE_MS = 10_000

export interface TakeInDeps {
  readonly unfollowed: UnfollowedJobs
  readonly jobs: Pick<JobStore, 'job' | 'pointFromStage'>
  readonly clock: Clock
  readonly log: Log
}

/**
 * Have jobs followed that an older Waybill has stored: they are to be looked at since they were made, and lists by stage find
 * them. Each run does a part; one that is broken off is gone on with by the next, and once all are done a run asks nothing more.
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
    // One item that is damaged must not keep all others from being followed. Any change of the job lists it.
    if (!(error instanceof DamagedStore)) throw error
    log.error('job of before not followed: its item is damaged', { jobId, error })
  }
}
