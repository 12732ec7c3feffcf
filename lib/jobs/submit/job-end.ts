import type { Actor } from '../../audit/event.ts'
import { JobError } from '../errors.ts'
import { askForNews, saveNews } from '../follow/get-status.ts'
import type { Job } from '../job.ts'
import type { JobEnd, SubmissionRecord } from '../submission-record.ts'
import { JOB_LIFE_MS } from '../timing.ts'
import type { SubmissionDeps } from './submission-deps.ts'

/** No device is sent, worked on and sent back within a day, so a younger job has not ended that way. */
const SHORTEST_JOB_MS = 24 * 60 * 60_000
/** How long the question may take, in milliseconds, so that the submission itself has time left. */
const PATIENCE_MS = 5_000

/**
 * Why a job has ended, so that its manifest may make another one; `undefined`: the job is alive. If the stored job has not
 * ended, the service is asked, and an end that it reports is stored.
 *
 * If the service cannot be asked, a job younger than a day counts as alive, so that a request whose answer was lost finds its
 * job. For an older job, the outcome is an error.
 *
 * Refuses: the SERVICE_ codes if the service cannot be asked; SIGNING_KEY_MISSING for a job older than 30 days.
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

/** A final end. Rejected work has ended too, once the device is on its way back. */
const endOf = ({ state, status }: Pick<Job, 'state' | 'status'>): JobEnd | undefined => {
  if (state !== 'created') return state
  return status?.locationCode === 'Returned' ? 'returned' : undefined
}

const replacement = (fingerprint: string, { fingerprint: now = fingerprint }: Pick<Job, 'fingerprint'>) =>
  now === fingerprint ? undefined : 'replaced'
