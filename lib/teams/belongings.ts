import type { JobType } from '../manifest/manifest.ts'
import type { Timestamp } from '../system.ts'

/** What every page of a team's own has. */
interface Belonging {
  readonly team: string
  readonly name: string
  /** Drawn when it was made. */
  readonly id: string
  /** Grows with each change. */
  readonly version: number
  readonly createdAt: Timestamp
  readonly updatedAt: Timestamp
  readonly updatedBy: string
}

/** What a template leaves open, besides what it is filled in with. */
export interface Placeholder {
  readonly name: string
  /** What a value must match as a whole. Default: any text of one line */
  readonly pattern?: string
  /** May name other placeholders. Without one a value must be given. */
  readonly default?: string
  readonly description?: string
}

/** A manifest with placeholders. Never a secret. */
export interface Template extends Belonging {
  readonly is: 'template'
  readonly manifest: string
  readonly jobType?: JobType
  readonly placeholders: readonly Placeholder[]
}

/** An address of a team's address book, by the names of a manifest's `returnAddress`. */
export interface BookAddress extends Belonging {
  readonly is: 'address'
  readonly address: Readonly<Record<string, string>>
}

export type TeamBelonging = Template | BookAddress
export type BelongingKind = TeamBelonging['is']

/** A name as people choose it: it stands in URLs and in keys of tables. */
export const BELONGING_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** What teams store of their own, each one item, each change conditional. Reads are strongly consistent. */
export interface BelongingStore {
  get(team: string, kind: BelongingKind, name: string): Promise<TeamBelonging | undefined>
  /** Puts one in the place of `from`; `undefined`: where there is none. `false`: that is not what is there. */
  put(next: TeamBelonging, from: TeamBelonging | undefined): Promise<boolean>
  /** `false`: that very version is not there any longer. */
  remove(belonging: TeamBelonging): Promise<boolean>
  /** In the order of names. */
  list(
    team: string,
    kind: BelongingKind,
    page: { readonly limit: number; readonly after?: string | undefined },
  ): Promise<{ readonly entries: readonly TeamBelonging[]; readonly more: boolean }>
}

/** Counts jobs against the daily quotas of teams. */
export interface DailyUse {
  /** Counts one more on a day (`2026-11-21`). `false`: there are so many already, and it is not counted. */
  take(team: string, day: string, most: number): Promise<boolean>
  /** Takes one back that came to nothing. */
  giveBack(team: string, day: string): Promise<void>
}
