import type { Job, JobNotice } from '../../jobs/job.ts'
import type { JobStore } from '../../jobs/job-store.ts'
import type { Clock } from '../../system.ts'
import { type AnnounceDeps, announce } from '../deliver/announce.ts'
import { type Subscription, wants } from '../subscription.ts'
import { noticesOf, refusedNotice } from './job-notices.ts'
import type { TeamWatch } from './team-watch.ts'

export interface WatchDeps extends Omit<AnnounceDeps, 'subscriptions'> {
  readonly jobs: JobStore
  readonly watch: TeamWatch
  readonly clock: Clock
}

/** Of more changes than these, which have all been stored within moments, the older updates of the manifest are left out. */
const MOST_NOTICES = 50

/**
 * A store of jobs that stores the notices of each change in the same write, so that a stored change always has its notices. If the
 * team has no subscription, nothing more is written or read.
 *
 * A refused submission has no item for its notice, since its key is free at once. So its deliveries are made first; the notice is
 * true even if the next write fails.
 */
export const watchedJobs = (deps: WatchDeps): JobStore => {
  const { jobs, watch } = deps

  const withNotices = async (after: Job, before: () => Promise<Job | undefined>): Promise<Job> => {
    const subscriptions = await watch(after.team)
    if (subscriptions.length === 0) return after
    const there = await before()
    if (there !== undefined && there.version !== after.version - 1) return after
    const notices = [...(there?.notices ?? []), ...wanted(subscriptions, noticesOf(there, after))]
    return notices.length === 0 ? after : { ...after, notices: bounded(notices) }
  }

  return {
    ...jobs,
    save: async job => jobs.save(await withNotices(job, async () => undefined)),
    replace: async job => jobs.replace(await withNotices(job, () => jobs.job(job.jobId))),
    refuse: async (record, error, at) => {
      const subscriptions = await watch(record.team)
      await announce(deps, subscriptions, [refusedNotice(record, error, at)])
      return jobs.refuse(record, error, at)
    },
  }
}

const wanted = (subscriptions: readonly Subscription[], notices: readonly JobNotice[]) =>
  notices.filter(({ type }) => subscriptions.some(subscription => wants(subscription, type)))

const bounded = (notices: readonly JobNotice[]): readonly JobNotice[] => {
  const surplus = notices.length - MOST_NOTICES
  if (surplus <= 0) return notices
  const updates = notices.filter(({ type }) => type === 'job.updated').slice(0, surplus)
  return notices.filter(notice => !updates.includes(notice))
}
