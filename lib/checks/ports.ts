/** The ports of scheduled checks, besides those of `lib/system.ts` and `lib/jobs`. */
import type { ScheduledCheck } from './check.ts'
import type { Digest, Notice } from './notice.ts'
import type { CheckRun } from './run.ts'
import type { CheckTask } from './task.ts'

/** Scheduled checks, each one item, each write conditional. Reads are strongly consistent. */
export interface CheckStore {
  get(team: string, name: string): Promise<ScheduledCheck | undefined>
  /** Puts a check, unless its team has one with the same name. `false`: it has. */
  create(check: ScheduledCheck): Promise<boolean>
  /** Replaces `from` by `next`. `false`: the check has changed since `from`, or was removed. */
  replace(next: ScheduledCheck, from: ScheduledCheck): Promise<boolean>
  /** Removes exactly this check, not a later one with the same name. */
  remove(check: Pick<ScheduledCheck, 'team' | 'name' | 'id'>): Promise<void>
  /** In the order of teams and names; every team's if `team` is left out. */
  list(page: {
    readonly team?: string | undefined
    readonly limit: number
    readonly after?: Pick<ScheduledCheck, 'team' | 'name'> | undefined
  }): Promise<{ readonly checks: readonly ScheduledCheck[]; readonly more: boolean }>
  /**
   * Marks a team's digest of a day (`2026-11-21`) as made. `false`: it is marked already, or the next day is (two clocks may differ).
   */
  claimDigest(team: string, day: string): Promise<boolean>
}

/** The runs of checks, stored for 400 days. */
export interface RunStore {
  /** Stores a run. The same run again replaces itself. */
  add(check: Pick<ScheduledCheck, 'team' | 'name'>, run: CheckRun): Promise<void>
  /** Newest first, from after `after` on. */
  list(
    check: Pick<ScheduledCheck, 'team' | 'name'>,
    page: { readonly limit: number; readonly after?: RunPosition | undefined },
  ): Promise<{ readonly runs: readonly CheckRun[]; readonly more: boolean }>
}

/** Where a run stands among the others of its check. */
export type RunPosition = Pick<CheckRun, 'startedAt' | 'runId'>

/** The schedule of a check, for a scheduler. */
export interface SchedulePlan {
  readonly check: Pick<ScheduledCheck, 'team' | 'name' | 'id'>
  /** As EventBridge Scheduler takes it. */
  readonly expression: string
  readonly timeZone: string
  /** The first time, as seen from now. */
  readonly firstAt: Date
  /** The start of a rate. */
  readonly anchor: Date
  /** How much later than planned a run may start, so that many checks do not start at once. */
  readonly windowMinutes: number
}

/** Starts the runs of checks when they are due. */
export interface Schedules {
  /** Puts a schedule, which replaces the check's earlier one. */
  put(plan: SchedulePlan): Promise<void>
  /** A missing schedule is not an error. */
  remove(checkId: string): Promise<void>
  /** The ids of the checks with a working schedule, and of those whose schedule was turned off without Waybill. */
  list(): Promise<{ readonly working: ReadonlySet<string>; readonly broken: ReadonlySet<string> }>
}

/** A queue of tasks about checks. Each is done at least once, soon. */
export interface CheckQueue {
  add(task: CheckTask): Promise<void>
}

/** Delivers the notices of checks. */
export interface Notifier {
  /** Delivers a notice. When this returns, the notifier has taken it over. */
  notify(notice: Notice, to: { readonly email: boolean }): Promise<void>
  digest(digest: Digest): Promise<void>
}

/** The numbers of checks in a deployment, by their state. */
export interface CheckCounts {
  readonly active: number
  readonly failing: number
  readonly unknown: number
  /** That did not run in twice their interval. */
  readonly overdue: number
}

/** Calls back at a given time. */
export interface Alarms {
  /** @returns cancels the call */
  at(time: Date, wake: () => void): () => void
}
