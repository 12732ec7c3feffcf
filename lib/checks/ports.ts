/** What scheduled checks need of the outside world, besides what `lib/system.ts` and `lib/jobs` have. */
import type { ScheduledCheck } from './check.ts'
import type { Digest, Notice } from './notice.ts'
import type { CheckRun } from './run.ts'
import type { CheckTask } from './task.ts'

/** Scheduled checks, each one item, each write conditional. Reads are strongly consistent. */
export interface CheckStore {
  get(team: string, name: string): Promise<ScheduledCheck | undefined>
  /** Puts a check where its team has none of its name. `false`: there is one. */
  create(check: ScheduledCheck): Promise<boolean>
  /** Puts `next` in the place of `from`. `false`: the check has changed since `from`, or is gone. */
  replace(next: ScheduledCheck, from: ScheduledCheck): Promise<boolean>
  /** Removes the very check, not one that took its name later. */
  remove(check: Pick<ScheduledCheck, 'team' | 'name' | 'id'>): Promise<void>
  /** In the order of teams and names; every team's if `team` is left out. */
  list(page: {
    readonly team?: string | undefined
    readonly limit: number
    readonly after?: Pick<ScheduledCheck, 'team' | 'name'> | undefined
  }): Promise<{ readonly checks: readonly ScheduledCheck[]; readonly more: boolean }>
  /**
   * Marks a team's digest of a day (`2026-11-21`) as made. `false`: it was already, or that of the next day, which two clocks
   * may disagree about.
   */
  claimDigest(team: string, day: string): Promise<boolean>
}

/** The runs of checks, kept for 400 days. */
export interface RunStore {
  /** The same run again takes its own place. */
  add(check: Pick<ScheduledCheck, 'team' | 'name'>, run: CheckRun): Promise<void>
  /** Newest first, from after `after` on. */
  list(
    check: Pick<ScheduledCheck, 'team' | 'name'>,
    page: { readonly limit: number; readonly after?: RunPosition | undefined },
  ): Promise<{ readonly runs: readonly CheckRun[]; readonly more: boolean }>
}

/** Where a run stands among the others of its check. */
export type RunPosition = Pick<CheckRun, 'startedAt' | 'runId'>

/** When a check is to be run, for a scheduler. */
export interface SchedulePlan {
  readonly check: Pick<ScheduledCheck, 'team' | 'name' | 'id'>
  /** As EventBridge Scheduler takes it. */
  readonly expression: string
  readonly timeZone: string
  /** The first time, as seen from now. */
  readonly firstAt: Date
  /** From where a rate counts. */
  readonly anchor: Date
  /** How much later than planned a run may start, so that many checks do not start at once. */
  readonly windowMinutes: number
}

/** Starts the runs of checks when they are due. */
export interface Schedules {
  /** Puts a schedule in the place of the one that the check had, if any. */
  put(plan: SchedulePlan): Promise<void>
  /** A missing schedule is not an error. */
  remove(checkId: string): Promise<void>
  /** The ids of the checks that have a working schedule, and of those whose schedule was switched off behind our back. */
  list(): Promise<{ readonly working: ReadonlySet<string>; readonly broken: ReadonlySet<string> }>
}

/** Work on checks that is done soon, once or more often, and not lost. */
export interface CheckQueue {
  add(task: CheckTask): Promise<void>
}

/** Delivers the notices of checks. */
export interface Notifier {
  /** Has taken the notice over when this comes back. */
  notify(notice: Notice, to: { readonly email: boolean }): Promise<void>
  digest(digest: Digest): Promise<void>
}

/** How the checks of a deployment stand. */
export interface CheckCounts {
  readonly active: number
  readonly failing: number
  readonly unknown: number
  /** That did not run in twice their interval. */
  readonly overdue: number
}

/** Calls back at a given time. */
export interface Alarms {
  /** @returns calls it off */
  at(time: Date, wake: () => void): () => void
}
