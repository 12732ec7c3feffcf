/** What teams need of the outside world. */
import type { Team } from './team.ts'

/** A thing that another team has already. */
export interface TakenThing {
  /** As `thingsOf` names it. */
  readonly thing: string
  /** The team that has it, or is about to. */
  readonly by: string
}

/** `changed`: the team is not (any longer) what the change was made from. `taken`: nothing was changed. */
export type TeamPut =
  | { readonly is: 'done' }
  | { readonly is: 'changed' }
  | { readonly is: 'taken'; readonly things: readonly TakenThing[] }

/** Teams for those who only look. Reads are strongly consistent, and take as long with many teams as with few. */
export interface TeamReader {
  /** A team or group, a deleted one too. */
  get(name: string): Promise<Team | undefined>
  /** Those of several that are there, in any order. */
  getAll(names: readonly string[]): Promise<readonly Team[]>
  /** Who has these things: only teams that list them. */
  find(things: readonly string[]): Promise<ReadonlyMap<string, Team>>
  /** The team whose rules name a bucket. */
  ofBucket(bucket: string): Promise<Team | undefined>
  /** Whether the teams that the settings named have been moved into the store. */
  isMoved(): Promise<boolean>
  /** How often the store was changed, where this process alone changes it. Default: others may change it */
  readonly changes?: () => number
}

/** Teams, each one item, each change conditional. */
export interface TeamStore extends TeamReader {
  /**
   * Puts a team in the place of `from`; `undefined`: where there is none of its name. All of it or nothing, and no thing is
   * ever of two teams.
   */
  put(next: Team, from: Team | undefined): Promise<TeamPut>
  /** In the order of names, groups first. */
  list(page: { readonly limit: number; readonly after?: string | undefined }): Promise<{
    readonly teams: readonly Team[]
    readonly more: boolean
  }>
  markMoved(): Promise<void>
}

/** Jobs, as far as teams must know of them. */
export interface TeamJobs {
  /** Jobs of a team whose devices are not back yet, at most so many. */
  underWay(team: string, most: number): Promise<readonly string[]>
}
