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
  /** Jobs that the lists do not have yet. Default: none */
  readonly unfollowed?: UnfollowedJobs
  /** The turns of jobs that store no time of their next look. Default: every job stores one */
  readonly turns?: Turns
}

export type FollowCounts = Readonly<Record<FollowOutcome, number>>

const PAGE = 500
/** How many questions are under way at a time, over all keys. */
export const AT_ONCE = 24
/** When a job is due again if this run breaks off. Longer than a question takes. */
const LEASE_MS = 2 * 60_000

/**
 * Ask the service about the jobs that are due, and record what is new. Questions are rare while the device is with its team,
 * more frequent on its way, and stop when it is back (`lib/jobs/pace.ts`).
 *
 * First, take in some of the jobs that an older Waybill stored without a time of their next look. Then, for each due job:
 *
 * 1. Take the job: move its next look, on condition that nothing else has moved it. Of two runs, one succeeds.
 * 2. Record the events that a broken-off run has left.
 * 3. Ask, with the key that the job was made with. Once the service takes no more questions with a key, its jobs wait.
 * 4. Store what is new, with its event and the next look; or only the next look.
 *
 * At last, if the store looks at jobs in turn, ask about all jobs whose turn has come. The run takes those together, and such
 * a look writes only what is new.
 *
 * @param until when to stop; what is left then is for the next run
 */
export const followJobs = async (deps: FollowDeps, until: Date): Promise<FollowCounts> => {
  const { unfollowed } = deps
  if (unfollowed) await takeInJobs({ ...deps, unfollowed }, until).catch(error => notTakenIn(deps, error))
  const counts: Record<FollowOutcome, number> = { asked: 0, moved: 0, over: 0, waiting: 0, failed: 0 }
  const gates = createGates()
  const limit = pLimit(AT_ONCE)
  // Jobs that become due during this run are for the next run.
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
    // A store that gives each job a time also looks at jobs in turn that another store has left; they then get a time.
    const pace = deps.pace?.inTurn ? deps.pace : PACE
    const isBehind = await lookInTurn({ ...deps, turns, pace }, until, async (jobId, part) => {
      const outcome = await limit(() => followInTurn(deps, jobId, part, until, gates))
      if (outcome) counts[outcome] += 1
    }).catch(error => {
      deps.log.error('jobs in turn not looked at; the next run goes on', { error })
      return false
    })
    // The number of waiting jobs is unknown before their lists are read; one stands for all of them.
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
    // The list may lag, and may have jobs whose stage has changed.
    const job = await deps.jobs.job(jobId)
    if (!job?.follow?.inTurn || deviceOf(job).stage !== stage) return undefined
    const gate = gateOf(job.accessKeyId)
    return await gate.limit(async () => {
      if (gate.isClosed) return 'waiting'
      const now = deps.clock()
      if (now < until) return ask(deps, job, gate)
      // Its turn is over, so it gets a time of its own, and the next run finds it.
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
    // If events were recorded, the job was stored with its next look then.
    if (known === taken) await deps.jobs.postpone(job.jobId, lease, follow)
    return 'over'
  }
  return ask(deps, known, gate)
}
