import { isActive, type ScheduledCheck } from '../check.ts'
import type { CheckTaskDeps } from '../check-deps.ts'
import { makeDigest } from '../digest.ts'
import { allChecks } from '../manage/all-checks.ts'
import { changeCheck } from '../manage/change-check.ts'
import { removeCheck } from '../manage/delete-check.ts'
import { deliverNotices } from '../notices/deliver-notices.ts'
import type { CheckCounts } from '../ports.ts'
import { bookTime } from '../run/book-run.ts'
import { applyStaticChecks, isLeftOver } from './apply-static-checks.ts'
import { isOverdue } from './overdue.ts'
import { nextRunAt, scheduleOf, syncSchedule } from './sync-schedule.ts'

/**
 * Maintain all checks, every few minutes.
 *
 * 1. Put and remove static checks, as the settings want.
 * 2. Read the scheduler's list, and only then the checks, since a schedule is never older than its check.
 * 3. Repair differences in both directions: checks without a schedule, schedules without a check.
 * 4. Send notices that only depend on time (unknown for too long, a job that expires soon), and those that still wait.
 * 5. Once a day, send each team's digest.
 * 6. Report figures for the operator's alarms.
 *
 * A check that cannot be maintained does not stop the others; that is logged.
 */
export const maintainChecks = async (deps: CheckTaskDeps): Promise<CheckCounts> => {
  await applyStaticChecks(deps)
  const { working, broken } = await deps.schedules.list()
  const strays = new Set([...working, ...broken])
  const counts = { active: 0, failing: 0, unknown: 0, overdue: 0 }
  const byTeam = new Map<string, ScheduledCheck[]>()
  for await (const check of allChecks(deps)) {
    strays.delete(check.id)
    if (isLeftOver(deps, check)) {
      await removeCheck(deps, check)
      continue
    }
    if (check.notify.digest) byTeam.set(check.team, [...(byTeam.get(check.team) ?? []), check])
    try {
      if (isActive(check)) count(counts, check, deps.clock())
      await maintain(deps, check, working)
    } catch (error) {
      deps.log.error('the maintenance of a check failed', { checkId: check.id, error })
    }
  }
  for (const id of strays) {
    deps.log.info('a schedule without a check is removed', { checkId: id })
    await deps.schedules.remove(id)
  }
  for (const [team, checks] of byTeam) await sendDigest(deps, team, checks)
  deps.metrics.report({
    ChecksActive: counts.active,
    ChecksFailing: counts.failing,
    ChecksUnknown: counts.unknown,
    ChecksOverdue: counts.overdue,
  })
  return counts
}

const maintain = async (deps: CheckTaskDeps, check: ScheduledCheck, working: ReadonlySet<string>): Promise<void> => {
  const now = deps.clock()
  const isWanted = nextRunAt(check, now) !== undefined
  if (check.scheduledRevision !== check.revision || isWanted !== working.has(check.id)) await syncSchedule(deps, check)

  const at = now.toISOString()
  const isNews = bookTime(check, at) !== undefined
  const withNews = isNews
    ? await changeCheck(deps, check, current => {
        const progress = bookTime(current, at)
        return progress && { ...current, progress }
      })
    : check
  if (withNews && withNews.progress.outbox.length > 0) await deliverNotices(deps, withNews)
}

const count = (counts: { -readonly [name in keyof CheckCounts]: number }, check: ScheduledCheck, now: Date) => {
  counts.active += 1
  if (check.progress.last?.outcome === 'fail') counts.failing += 1
  if (check.progress.last?.outcome === 'unknown') counts.unknown += 1
  if (isOverdue(check, scheduleOf(check), now)) counts.overdue += 1
}

/** From this hour of the day on (UTC), the first maintenance sends the digests. */
const DIGEST_HOUR = 6

const sendDigest = async (deps: CheckTaskDeps, team: string, checks: readonly ScheduledCheck[]): Promise<void> => {
  const now = deps.clock()
  if (now.getUTCHours() < DIGEST_HOUR) return
  try {
    if (!(await deps.checks.claimDigest(team, now.toISOString().slice(0, 10)))) return
    await deps.notifier.digest(makeDigest(team, checks, now.toISOString()))
  } catch (error) {
    deps.log.error('a digest could not be sent', { team, error })
  }
}
