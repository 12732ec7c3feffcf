import type { Actor } from '../../audit/event.ts'
import { JobError } from '../errors.ts'
import { askForNews, saveNews } from '../follow/get-status.ts'
import type { Job } from '../job.ts'
import type { JobEnd, SubmissionRecord } from '../submission-record.ts'
import { JOB_LIFE_MS } from '../timing.ts'
import type { SubmissionDeps } from './submission-deps.ts'

/** A device is not sent there, worked on and sent back within a day. */
const SHORTEST_JOB_MS = 24 * 60 * 60_000
/** The question must not use up the time that the submission itself needs. */
const PATIENCE_MS = 5_000

/**
 * Why a job no longer answers for the manifest that made it; `undefined`: it is alive. The service is asked, unless the
 * stored job has ended already; an end that it reports is stored with the job.
 *
 * Where the service cannot be asked, a job of less than a day is alive, so that a request whose answer was lost finds its
 * job in any case; of an older one this is not certain.
 *
 * Refuses: the SERVICE_ codes, where it is not certain; SIGNING_KEY_MISSING for a job older than 30 days.
 */
export const findEnd = async (
  deps: SubmissionDeps,
  { fingerprint }: Pick<SubmissionRecord, 'fingerprint'>,
  job: Job,
  asker: Actor,
): Promise<JobEnd | undefined> => {
  const known = endOf(job)
  if (known) return known
  const timing = { ...deps.timing, deadlineMs: Math.min(deps.timing.deadlineMs, PATIENCE_MS) }
  try {
    const news = await askForNews({ ...deps, timing }, job)
    const now = { ...job, ...news.patch }
    const end = endOf(now) ?? replacement(fingerprint, now)
    if (end) await saveNews(deps, job, news, asker)
    return end
  } catch (error) {
    if (!(error instanceof JobError)) throw error
    const ageMs = deps.clock().getTime() - Date.parse(job.createdAt)
    if (ageMs < SHORTEST_JOB_MS) return replacement(fingerprint, job)
    if (error.code === 'SIGNING_KEY_MISSING' && ageMs <= JOB_LIFE_MS) return replacement(fingerprint, job)
    if (error.details.fault?.code === 'InvalidJobIdException') return 'forgotten'
    throw error
  }
}

/** What is final. Work that was broken off is over too, once its device is on the way back. */
const endOf = ({ state, status }: Pick<Job, 'state' | 'status'>): JobEnd | undefined => {
  if (state !== 'created') return state
  return status?.locationCode === 'Returned' ? 'returned' : undefined
}

const replacement = (fingerprint: string, { fingerprint: now = fingerprint }: Pick<Job, 'fingerprint'>) =>
  now === fingerprint ? undefined : 'replaced'
