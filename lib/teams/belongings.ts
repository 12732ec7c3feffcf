import type { JobType } from '../manifest/manifest.ts'
import type { Timestamp } from '../system.ts'

/** The members that templates and addresses share. */
interface Belonging {
  readonly team: string
  readonly name: string
  /** Random, made with it. */
  readonly id: string
  /** Grows with each change. */
  readonly version: number
  readonly createdAt: Timestamp
  readonly updatedAt: Timestamp
  readonly updatedBy: string
}

/** A placeholder of a template. */
export interface Placeholder {
  readonly name: string
  /** A pattern that the whole value must match. Default: any one-line text */
  readonly pattern?: string
  /** The default value, which may contain other placeholders. Without one, a value is required. */
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

/** A name for a template or address, which URLs and keys of tables contain. */
export const BELONGING_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** Templates and addresses, each one item, each change conditional. Reads are strongly consistent. */
export interface BelongingStore {
  get(team: string, kind: BelongingKind, name: string): Promise<TeamBelonging | undefined>
  /** Replaces `from`; `undefined`: puts a new one. `false`: the stored one is not `from`. */
  put(next: TeamBelonging, from: TeamBelonging | undefined): Promise<boolean>
  /** Removes this version. `false`: it is no longer the stored one. */
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
  /** Counts one more job on a day (`2026-11-21`). `false`: the limit is reached, and the job is not counted. */
  take(team: string, day: string, most: number): Promise<boolean>
  /** Takes back the count of a job that was not made. */
  giveBack(team: string, day: string): Promise<void>
}
