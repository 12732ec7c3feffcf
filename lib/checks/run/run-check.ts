import type { Begin } from '../../audit/record-change.ts'
import { attemptChange } from '../../jobs/attempt.ts'
import { JobError } from '../../jobs/errors.ts'
import type { Asking } from '../../teams/caller.ts'
import { isActive, type ScheduledCheck } from '../check.ts'
import type { CheckDeps } from '../check-deps.ts'
import { changeCheck } from '../manage/change-check.ts'
import { getCheck } from '../manage/get-check.ts'
import { streamOfCheck } from '../manage/in-history.ts'
import { deliverNotices } from '../notices/deliver-notices.ts'
import type { CheckRun } from '../run.ts'
import { syncSchedule } from '../schedule/sync-schedule.ts'
import type { RunTask } from '../task.ts'
import { bookEnd, bookRun, bookTime } from './book-run.ts'
import { type BackOff, validateCheck } from './validate-check.ts'

/**
 * Run a check that is due.
 *
 * 1. If the check is deleted, turned off or ended, remove its schedule, which was left over.
 * 2. If this run is booked already (queues deliver twice), only deliver the waiting notices.
 * 3. Validate the check's subject. A job that is over ends the check.
 * 4. Store the run, then book it on the check, with its notices. From then on no notice is lost.
 * 5. Deliver the notices.
 *
 * Never refuses: every outcome is a result of the run.
 */
export const runDueCheck = async (deps: CheckDeps, task: RunTask): Promise<void> => {
  const check = await deps.checks.get(task.team, task.name)
  if (check?.id !== task.checkId || !isActive(check)) {
    await deps.schedules.remove(task.checkId)
    return
  }
  const { last } = check.progress
  if (last?.runId === task.runId) return deliverNotices(deps, check)
  // A task that waited in the queue while a later one was run is out of date.
  if (isBefore(task.scheduledFor, last?.scheduledFor) && !isAhead(last?.scheduledFor, deps.clock())) return
  await runOnce(deps, check, task, PATIENT)
}

const isBefore = (a: string | undefined, b: string | undefined) =>
  a !== undefined && b !== undefined && Date.parse(a) < Date.parse(b)

/** A little longer than a timer may be early, or than the clocks of two machines differ, in milliseconds. */
const CLOCKS_MS = 5 * 60_000

/** A time that was written by a clock that has been set back since: it says nothing about what is earlier or later. */
const isAhead = (time: string | undefined, now: Date) =>
  time !== undefined && Date.parse(time) > now.getTime() + CLOCKS_MS

/**
 * Run a check now, regardless of its schedule, and even if it is turned off.
 *
 * Refuses: CHECK_NOT_FOUND, CHECK_ENDED, CHECK_BUSY.
 */
export const runCheckNow = async (deps: CheckDeps, { name, ...asking }: RunCheck): Promise<CheckRun> =>
  attemptChange(deps, asking, 'run-check', begin => runNow(deps, asking, name, begin), {
    stream: streamOfCheck(asking, name),
    report: ({ outcome }) => ({ after: { outcome } }),
  })

export interface RunCheck extends Asking {
  readonly name: string
}

const runNow = async (deps: CheckDeps, { caller }: Asking, name: string, begin: Begin): Promise<CheckRun> => {
  const check = await getCheck(deps, { caller, name })
  if (!check.progress.ended) await begin()
  const run = check.progress.ended ? undefined : await runOnce(deps, check, { runId: deps.newId() }, IMPATIENT)
  if (run) return run
  const { because } = (await getCheck(deps, { caller, name })).progress.ended ?? {}
  throw new JobError(
    'CHECK_ENDED',
    `Check ${name} has ended${because ? `: its job is ${because}` : ''}. Put it anew with another job or a manifest.`,
  )
}

/** How much time a run gives the service. */
interface Patience {
  readonly backOff: BackOff
  /** How often the time of one request: all attempts together take no longer. */
  readonly requests: number
}

/** A scheduled run gives the service time; a run within a request must end before the request does. */
const PATIENT: Patience = { backOff: [1000, 5000], requests: 4 }
const IMPATIENT: Patience = { backOff: [1000], requests: 1 }

/** @returns `undefined`: the check has ended */
const runOnce = async (
  deps: CheckDeps,
  check: ScheduledCheck,
  { runId, scheduledFor }: Pick<RunTask, 'runId' | 'scheduledFor'>,
  { backOff, requests }: Patience,
): Promise<CheckRun | undefined> => {
  const startedAt = deps.clock()
  const deadline = new Date(startedAt.getTime() + requests * deps.timing.deadlineMs)
  const found = await validateCheck(deps, check, { backOff, deadline })
  const at = deps.clock()
  if ('ended' in found) {
    await end(deps, check, found.ended, at)
    return undefined
  }
  const unbooked: CheckRun = {
    ...found,
    runId,
    checkId: check.id,
    revision: check.revision,
    startedAt: startedAt.toISOString(),
    durationMs: at.getTime() - startedAt.getTime(),
    ...(scheduledFor && { scheduledFor }),
    notices: [],
  }
  let { run } = bookRun(check, unbooked, at.toISOString())
  // First the run, then the booking: a crash in between costs a run shown twice, never one that is not shown.
  await deps.runs.add(check, run)
  const stored = run
  const booked = await changeCheck(deps, check, now => {
    const booking = bookRun(now, unbooked, at.toISOString())
    run = booking.run
    const withRun = { ...now, progress: booking.progress }
    return { ...withRun, progress: bookTime(withRun, at.toISOString()) ?? withRun.progress }
  })
  // Another run was booked meanwhile, so something else may be new about this one.
  if (JSON.stringify(run) !== JSON.stringify(stored)) await deps.runs.add(check, run)
  deps.log.info('check run', {
    team: check.team,
    check: check.name,
    outcome: run.outcome,
    durationMs: run.durationMs,
    notices: run.notices,
  })
  if (booked) await deliverNotices(deps, booked)
  return run
}

const end = async (deps: CheckDeps, check: ScheduledCheck, because: Parameters<typeof bookEnd>[1], at: Date) => {
  const ended = await changeCheck(deps, check, now => ({
    ...now,
    revision: now.revision + 1,
    progress: bookEnd(now, because, at.toISOString()),
  }))
  if (!ended) return
  await syncSchedule(deps, ended)
  await deliverNotices(deps, ended)
}
