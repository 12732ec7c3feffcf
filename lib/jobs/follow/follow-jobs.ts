import pLimit from 'p-limit'
import type { Actor } from '../../audit/event.ts'
import { brokenChange } from '../change/broken-change.ts'
import { recordChanges, withEvents } from '../change-events.ts'
import { deviceOf } from '../device.ts'
import { JobError, type JobErrorCode } from '../errors.ts'
import type { Job } from '../job.ts'
import type { JobDeps } from '../job-deps.ts'
import type { DueJob, JobLists } from '../job-store.ts'
import { dueAt, dueExpiryNotice, isUnderWay, nextLook } from '../pace.ts'
import { JOB_LIFE_MS } from '../timing.ts'
import { askForNews, isNews, saveNews } from './get-status.ts'
import { takeInJobs, type UnfollowedJobs } from './take-in.ts'

export interface FollowDeps extends JobDeps {
  readonly lists: Pick<JobLists, 'due'>
  /** Default: every job of the store is in its lists */
  readonly unfollowed?: UnfollowedJobs
}

/**
 * What became of each job that was due:
 *
 * - `asked`: the service was asked, and its answer is stored;
 * - `moved`: so it was, and the device has come into another stage;
 * - `over`: nothing more can happen to it, so it is not followed any longer;
 * - `waiting`: another run looks at it, or the service takes no more questions with its key now;
 * - `failed`: it could not be asked about, which is logged; it is due again later.
 */
export type FollowOutcome = 'asked' | 'moved' | 'over' | 'waiting' | 'failed'

export type FollowCounts = Readonly<Record<FollowOutcome, number>>

const PAGE = 500
/** So many questions are under way at a time with one key, and so many in all. */
const PER_KEY = 8
const AT_ONCE = 24
/** A job whose look was broken off is due again so much later. A question takes less. */
const LEASE_MS = 2 * 60_000
/** What an operator must mend first is looked at seldom. */
const LATER_MS = 60 * 60_000
const SELDOM_MS = 24 * LATER_MS

const FOLLOWER: Actor = { principal: 'follow' }

/**
 * Ask the service about the jobs whose time has come, and record what is new. A job's device that is still with its team is
 * asked about seldom, one on its way more often, and one that is back never (`lib/jobs/pace.ts`).
 *
 * 1. Take the job: its next look is moved on, if it is due at the moment that this run knows. Of two runs one succeeds.
 * 2. Record what a run that was broken off has left.
 * 3. Ask, with the key that the job was made with; once the service refuses to answer more for a key, its jobs wait.
 * 4. Store what is new, with its event and its next look; or only the next look.
 *
 * Before that, a part of the jobs is taken in that were stored before jobs were followed, if there are any.
 *
 * @param until when to stop; what is left then is for the next run
 */
export const followJobs = async (deps: FollowDeps, until: Date): Promise<FollowCounts> => {
  const { unfollowed } = deps
  if (unfollowed) await takeInJobs({ ...deps, unfollowed }, until).catch(error => notTakenIn(deps, error))
  const counts: Record<FollowOutcome, number> = { asked: 0, moved: 0, over: 0, waiting: 0, failed: 0 }
  const gates = createGates()
  const limit = pLimit(AT_ONCE)
  // What becomes due while this runs is for the next run.
  const now = deps.clock().toISOString()
  let after: string | undefined
  do {
    const page = await deps.lists.due(now, { limit: PAGE, ...(after !== undefined && { after }) })
    const outcomes = await Promise.all(page.entries.map(due => limit(() => followOne(deps, due, until, gates))))
    for (const outcome of outcomes) if (outcome) counts[outcome] += 1
    after = page.after
  } while (after !== undefined && deps.clock() < until)
  const { asked, moved, waiting, failed } = counts
  deps.metrics.report({ JobsAskedAbout: asked + moved, DevicesMoved: moved, JobsNotAskedAbout: waiting + failed })
  return counts
}

const notTakenIn = ({ log }: FollowDeps, error: unknown): void =>
  log.error('jobs of before not taken in; the next run goes on', { error })

interface Gate {
  readonly limit: ReturnType<typeof pLimit>
  /** The service takes no more questions with this key now. */
  isClosed: boolean
}

/** A gate for each key. */
const createGates = () => {
  const gates = new Map<string, Gate>()
  return (accessKeyId: string): Gate => {
    const gate = gates.get(accessKeyId) ?? { limit: pLimit(PER_KEY), isClosed: false }
    gates.set(accessKeyId, gate)
    return gate
  }
}

const followOne = async (
  deps: FollowDeps,
  { jobId, dueAt: listed }: DueJob,
  until: Date,
  gateOf: ReturnType<typeof createGates>,
): Promise<FollowOutcome | undefined> => {
  if (deps.clock() >= until) return 'waiting'
  try {
    // The list may lag; the job itself shows when it is due.
    const job = await deps.jobs.job(jobId)
    if (!job || dueAt(job) !== listed) return undefined
    const gate = gateOf(job.accessKeyId)
    return await gate.limit(() => takeAndAsk(deps, job, listed, until, gate))
  } catch (error) {
    deps.log.error('job not followed', { jobId, error })
    return 'failed'
  }
}

const takeAndAsk = async (
  deps: FollowDeps,
  job: Job,
  due: string,
  until: Date,
  gate: Gate,
): Promise<FollowOutcome | undefined> => {
  const now = deps.clock()
  if (gate.isClosed || now >= until) return 'waiting'
  const lease = later(now, LEASE_MS)
  if (!(await deps.jobs.postpone(job.jobId, due, { ...job.follow, dueAt: lease }))) return undefined
  const taken = { ...job, follow: { ...job.follow, dueAt: lease } }
  const known = await recordChanges(deps, taken)
  if (known.unrecorded) return 'failed'
  if (!isUnderWay(known) && !known.change) {
    const { dueAt: _, ...follow } = known.follow ?? {}
    // Recording has stored a job of its own next look already.
    if (known === taken) await deps.jobs.postpone(job.jobId, lease, follow)
    return 'over'
  }
  return ask(deps, known, gate)
}

const ask = async (deps: FollowDeps, job: Job, gate: Gate): Promise<FollowOutcome> => {
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
    const follow = { askedAt: checkedAt, ...(next !== undefined && { dueAt: next }) }
    const isStored = await deps.jobs.postpone(job.jobId, job.follow?.dueAt ?? '', follow)
    return isStored ? 'asked' : 'waiting'
  } catch (error) {
    return putOff(deps, job, gate, error)
  }
}

/** What closes a key's gate for this run; its jobs are due again when their lease ends. */
const CLOSING: ReadonlySet<JobErrorCode> = new Set<JobErrorCode>([
  'SERVICE_QUOTA_EXCEEDED',
  'SERVICE_UNREACHABLE',
  'SERVICE_TIMEOUT',
  'SERVICE_ANSWER_UNREADABLE',
  'SERVICE_CREDENTIALS_REFUSED',
  'SIGNING_KEY_MISSING',
])

/** What does not pass by itself. */
const LASTING: ReadonlySet<JobErrorCode> = new Set<JobErrorCode>(['SERVICE_CREDENTIALS_REFUSED', 'SIGNING_KEY_MISSING'])

const putOff = async (deps: FollowDeps, job: Job, gate: Gate, error: unknown): Promise<FollowOutcome> => {
  if (!(error instanceof JobError)) throw error
  const { jobId, accessKeyId, follow } = job
  if (error.details.fault?.code === 'InvalidJobIdException' && isPastLife(job, deps.clock())) {
    const { dueAt: due = '', ...looks } = follow ?? {}
    if (job.change) return (await giveUpChange(deps, job)) ? 'over' : 'waiting'
    await deps.jobs.postpone(jobId, due, looks)
    return 'over'
  }
  const isKnown = CLOSING.has(error.code)
  if (isKnown && !gate.isClosed) deps.log.info('jobs of a key are followed later', { accessKeyId, code: error.code })
  if (isKnown) gate.isClosed = true
  else deps.log.info('job followed later: the service refused the question', { jobId, detail: error.message })
  if (!isKnown || LASTING.has(error.code)) {
    const dueAt = later(deps.clock(), isKnown ? LATER_MS : SELDOM_MS)
    await deps.jobs.postpone(jobId, follow?.dueAt ?? '', { ...follow, dueAt })
  }
  return isKnown ? 'waiting' : 'failed'
}

/** The service no longer knows the job, so it stays unknown how a broken-off change of it has ended. */
const giveUpChange = async (deps: FollowDeps, { change, ...job }: Job): Promise<boolean> => {
  const now = deps.clock()
  const events = change?.request ? [brokenChange(change.request, job, { job })] : []
  const next = { ...job, version: job.version + 1 }
  const given = withEvents(job, next, { now, actor: FOLLOWER, events, pace: deps.pace })
  // What is recorded is followed no longer than that: the next look finds the job forgotten as before.
  if (!(await deps.jobs.replace(given))) return false
  await recordChanges(deps, given)
  return true
}

/** The service forgets jobs; one that it does not know so late is over. */
const isPastLife = ({ createdAt }: Job, now: Date) => now.getTime() - Date.parse(createdAt) > JOB_LIFE_MS

const later = (now: Date, ms: number) => new Date(now.getTime() + ms).toISOString()
