/** The ports of teams. */
import type { Team } from './team.ts'

/** A thing that belongs to another team. */
export interface TakenThing {
  /** The thing, as in `thingsOf`. */
  readonly thing: string
  /** The team that has it, or is about to. */
  readonly by: string
}

/** `changed`: the team is not (any longer) what the change was made from. `taken`: nothing was changed. */
export type TeamPut =
  | { readonly is: 'done' }
  | { readonly is: 'changed' }
  | { readonly is: 'taken'; readonly things: readonly TakenThing[] }

/** Reads teams. Reads are strongly consistent, and their time does not depend on the number of teams. */
export interface TeamReader {
  /** A team or group, a deleted one too. */
  get(name: string): Promise<Team | undefined>
  /** The existing ones of several, in any order. */
  getAll(names: readonly string[]): Promise<readonly Team[]>
  /** The teams that list these things. */
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

/** The jobs of a team. */
export interface TeamJobs {
  /** The jobs of a team whose devices are not back yet, at most `most`. */
  underWay(team: string, most: number): Promise<readonly string[]>
}
