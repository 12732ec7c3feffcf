import pLimit from 'p-limit'
import { recordChanges } from '../change-events.ts'
import { deviceOf } from '../device.ts'
import type { Job } from '../job.ts'
import type { JobDeps } from '../job-deps.ts'
import type { DueJob, JobLists } from '../job-store.ts'
import { dueAt, isUnderWay, PACE } from '../pace.ts'
import { ask, createGates, type FollowOutcome, type Gate, later } from './ask.ts'
import { lookInTurn } from './look-in-turn.ts'
import { takeInJobs, type UnfollowedJobs } from './take-in.ts'
import type { TurnPart, Turns } from './turns.ts'

export interface FollowDeps extends JobDeps {
  readonly lists: Pick<JobLists, 'due'>
  /** Default: every job of the store is in its lists */
  readonly unfollowed?: UnfollowedJobs
  /** Jobs that have no time of their own. Default: each has */
  readonly turns?: Turns
}

export type FollowCounts = Readonly<Record<FollowOutcome, number>>

const PAGE = 500
/** So many questions are under way at a time in all. */
export const AT_ONCE = 24
/** A job whose look was broken off is due again so much later. A question takes less. */
const LEASE_MS = 2 * 60_000
/**
 * Ask the service about the jobs whose time has come, and record what is new. A job's device that is still with its team is
 * asked about seldom, one on its way more often, and one that is back never (`lib/jobs/pace.ts`).
 *
 * 1. Take the job: its next look is moved on, if it is due at the moment that this run knows. Of two runs one succeeds.
 * 2. Record what a run that was broken off has left.
 * 3. Ask, with the key that the job was made with; once the service refuses to answer more for a key, its jobs wait.
 * 4. Store what is new, with its event and its next look; or only the next look.
 *
 * Then, where the store has them looked at in turn: all jobs whose turn has come. Those are taken together, by the run, and
 * such a look writes only what is new.
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
  const { turns } = deps
  if (turns) {
    // Who stores a time with each job looks at those of others here too, which are in turn no longer then.
    const pace = deps.pace?.inTurn ? deps.pace : PACE
    const isBehind = await lookInTurn({ ...deps, turns, pace }, until, async (jobId, part) => {
      const outcome = await limit(() => followInTurn(deps, jobId, part, until, gates))
      if (outcome) counts[outcome] += 1
    }).catch(error => {
      deps.log.error('jobs in turn not looked at; the next run goes on', { error })
      return false
    })
    // How many those are is not known before their lists are read; that some wait must show.
    if (isBehind) counts.waiting += 1
  }
  const { asked, moved, waiting, failed } = counts
  deps.metrics.report({ JobsAskedAbout: asked + moved, DevicesMoved: moved, JobsNotAskedAbout: waiting + failed })
  return counts
}

const notTakenIn = ({ log }: FollowDeps, error: unknown): void =>
  log.error('jobs of before not taken in; the next run goes on', { error })

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

const followInTurn = async (
  deps: FollowDeps,
  jobId: string,
  { stage }: TurnPart,
  until: Date,
  gateOf: ReturnType<typeof createGates>,
): Promise<FollowOutcome | undefined> => {
  try {
    // The list may lag, and has jobs that have come into another stage since they were made.
    const job = await deps.jobs.job(jobId)
    if (!job?.follow?.inTurn || deviceOf(job).stage !== stage) return undefined
    const gate = gateOf(job.accessKeyId)
    return await gate.limit(async () => {
      if (gate.isClosed) return 'waiting'
      const now = deps.clock()
      if (now < until) return ask(deps, job, gate)
      // Its turn is over, so it gets a moment of its own, at which the next run finds it.
      const { inTurn: _, ...looks } = job.follow ?? {}
      await deps.jobs.postpone(jobId, undefined, { ...looks, dueAt: now.toISOString() })
      return 'waiting'
    })
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
