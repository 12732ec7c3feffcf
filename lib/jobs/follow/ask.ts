import pLimit from 'p-limit'
import type { Actor } from '../../audit/event.ts'
import { brokenChange } from '../change/broken-change.ts'
import { recordChanges, withEvents } from '../change-events.ts'
import { deviceOf } from '../device.ts'
import { JobError, type JobErrorCode } from '../errors.ts'
import type { Job } from '../job.ts'
import type { JobDeps } from '../job-deps.ts'
import { dueExpiryNotice, nextLook } from '../pace.ts'
import { JOB_LIFE_MS } from '../timing.ts'
import { askForNews, isNews, saveNews } from './get-status.ts'

/**
 * The outcome for each job that was due:
 *
 * - `asked`: the service was asked, and its answer is stored;
 * - `moved`: the same, and the device is in another stage now;
 * - `over`: nothing more can happen to the job, so it is no longer followed;
 * - `waiting`: another run has the job, or the service takes no more questions with its key now;
 * - `failed`: asking failed, which is logged; the job is due again later.
 */
export type FollowOutcome = 'asked' | 'moved' | 'over' | 'waiting' | 'failed'

/** How many questions are under way at a time with one key. */
const PER_KEY = 8
/** The next look at a job that needs an operator first. */
const LATER_MS = 60 * 60_000
const SELDOM_MS = 24 * LATER_MS

const FOLLOWER: Actor = { principal: 'follow' }

export interface Gate {
  readonly limit: ReturnType<typeof pLimit>
  /** The service takes no more questions with this key now. */
  isClosed: boolean
}

/** A gate for each key. */
export const createGates = () => {
  const gates = new Map<string, Gate>()
  return (accessKeyId: string): Gate => {
    const gate = gates.get(accessKeyId) ?? { limit: pLimit(PER_KEY), isClosed: false }
    gates.set(accessKeyId, gate)
    return gate
  }
}

/** Asks the service about a job. Stores what is new, and the time of the next look if that has changed. */
export const ask = async (deps: JobDeps, job: Job, gate: Gate): Promise<FollowOutcome> => {
  try {
    const news = await askForNews(deps, job)
    const { patch } = news
    const { checkedAt } = patch.status
    const now = new Date(checkedAt)
    if (isNews(job, patch) || !job.status || job.change || dueExpiryNotice(job, now) !== undefined) {
      const saved = await saveNews(deps, job, news, FOLLOWER)
      if (saved === job) return 'waiting'
      return deviceOf(saved).stage === deviceOf(job).stage ? 'asked' : 'moved'
    }
    const next = nextLook(job, now, deps.pace)
    if (next.inTurn && isKnownInTurn(job, now)) return 'asked'
    const isStored = await deps.jobs.postpone(job.jobId, job.follow?.dueAt, { askedAt: checkedAt, ...next })
    return isStored ? 'asked' : 'waiting'
  } catch (error) {
    return putOff(deps, job, gate, error)
  }
}

/** For a job in turn, the time of the last question is stored once a day, so a look that finds nothing new writes nothing. */
const isKnownInTurn = ({ follow }: Job, now: Date): boolean =>
  follow?.inTurn === true && follow.askedAt !== undefined && now.getTime() - Date.parse(follow.askedAt) < SELDOM_MS

/** These errors close a key's gate for this run. Its jobs are due again when their lease ends, or at their next turn. */
const CLOSING: ReadonlySet<JobErrorCode> = new Set<JobErrorCode>([
  'SERVICE_QUOTA_EXCEEDED',
  'SERVICE_UNREACHABLE',
  'SERVICE_TIMEOUT',
  'SERVICE_ANSWER_UNREADABLE',
  'SERVICE_CREDENTIALS_REFUSED',
  'SIGNING_KEY_MISSING',
])

/** These errors stay until an operator acts. */
const LASTING: ReadonlySet<JobErrorCode> = new Set<JobErrorCode>(['SERVICE_CREDENTIALS_REFUSED', 'SIGNING_KEY_MISSING'])

const putOff = async (deps: JobDeps, job: Job, gate: Gate, error: unknown): Promise<FollowOutcome> => {
  if (!(error instanceof JobError)) throw error
  const { jobId, accessKeyId, follow } = job
  if (error.details.fault?.code === 'InvalidJobIdException' && isPastLife(job, deps.clock())) {
    const { dueAt: due, inTurn: _, ...looks } = follow ?? {}
    if (job.change) return (await giveUpChange(deps, job)) ? 'over' : 'waiting'
    await deps.jobs.postpone(jobId, due, looks)
    return 'over'
  }
  const isKnown = CLOSING.has(error.code)
  if (isKnown && !gate.isClosed) deps.log.info('jobs of a key are followed later', { accessKeyId, code: error.code })
  if (isKnown) gate.isClosed = true
  else deps.log.info('job followed later: the service refused the question', { jobId, detail: error.message })
  // A job in turn is asked about so seldom that it stays in turn, also while its key is missing.
  if (!isKnown || (LASTING.has(error.code) && !follow?.inTurn)) {
    const { inTurn: _, ...looks } = follow ?? {}
    const dueAt = later(deps.clock(), isKnown ? LATER_MS : SELDOM_MS)
    await deps.jobs.postpone(jobId, follow?.dueAt, { ...looks, dueAt })
  }
  return isKnown ? 'waiting' : 'failed'
}

/** The service no longer knows the job, so the outcome of a broken-off change stays unknown. */
const giveUpChange = async (deps: JobDeps, { change, ...job }: Job): Promise<boolean> => {
  const now = deps.clock()
  const events = change?.request ? [brokenChange(change.request, job, { job })] : []
  const next = { ...job, version: job.version + 1 }
  const given = withEvents(job, next, { now, actor: FOLLOWER, events, pace: deps.pace })
  // The job stays due: the next look finds again that the service has forgotten it, and ends its following.
  if (!(await deps.jobs.replace(given))) return false
  await recordChanges(deps, given)
  return true
}

/** The service forgets old jobs. A job of this age that it does not know is over. */
const isPastLife = ({ createdAt }: Job, now: Date) => now.getTime() - Date.parse(createdAt) > JOB_LIFE_MS

export const later = (now: Date, ms: number) => new Date(now.getTime() + ms).toISOString()
