import type { JobStore } from '../../jobs/job-store.ts'
import type { Clock, Log } from '../../system.ts'
import type { JobOutbox, SubscriptionStore } from '../ports.ts'
import { type AnnounceDeps, announce } from './announce.ts'

export interface HandOverDeps extends AnnounceDeps {
  readonly jobs: Pick<JobStore, 'job'>
  readonly outbox: JobOutbox
  readonly subscriptions: Pick<SubscriptionStore, 'ofTeam'>
  readonly clock: Clock
  readonly log: Log
}

const PAGE = 100

/**
 * Make deliveries of the notices that are stored with jobs.
 *
 * 1. Put a delivery for each notice and each subscription that asks for it. Existing ones stay.
 * 2. Take the notices from the job. If the job has changed meanwhile, the next round does both steps again.
 *
 * A crash between the two makes no delivery twice. A failure is logged, and the notices wait for the next round.
 *
 * @param until when to stop
 */
export const handOver = async (deps: HandOverDeps, until: Date): Promise<void> => {
  let after: string | undefined
  do {
    const page = await deps.outbox.waiting({ limit: PAGE, ...(after !== undefined && { after }) })
    for (const jobId of page.entries) {
      if (deps.clock() >= until) return
      await handOverOne(deps, jobId)
    }
    after = page.after
  } while (after !== undefined)
}

const handOverOne = async (deps: HandOverDeps, jobId: string): Promise<void> => {
  try {
    const job = await deps.jobs.job(jobId)
    if (!job?.notices || job.notices.length === 0) return
    await announce(deps, await deps.subscriptions.ofTeam(job.team), job.notices)
    await deps.outbox.clear(job)
  } catch (error) {
    deps.log.error('notices of a job not handed over; they wait', { jobId, error })
  }
}
