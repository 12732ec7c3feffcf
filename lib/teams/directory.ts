import type { Clock } from '../system.ts'
import { indexTeams } from './first-teams.ts'
import type { TeamReader } from './ports.ts'
import { identityThing, type Team } from './team.ts'

/** The teams for requests, at most a minute old. Deleted teams are not found. */
export interface TeamDirectory {
  get(name: string): Promise<Team | undefined>
  /** The owners of these things (`thingsOf`). */
  find(things: readonly string[]): Promise<ReadonlyMap<string, Team>>
  /** The team whose rules name a bucket. */
  ofBucket(bucket: string): Promise<Team | undefined>
}

/** How long a change of a team may take until every function knows it, in milliseconds. */
export const MOST_AGE_MS = 60_000

const MOST_ENTRIES = 2_000

/** A member whom no store lists: the role of a stage's own smoke test. */
export interface FixedMember {
  readonly arn: string
  readonly team: string
}

interface DirectoryDeps {
  readonly clock: Clock
  readonly fixed?: FixedMember
  /** Teams that settings name; they are in force until they have been moved into the store. Default: none */
  readonly first?: readonly Team[]
  /** Default: a minute */
  readonly mostAgeMs?: number
  /** Default: 2,000 */
  readonly mostEntries?: number
}

/**
 * A cache of the store. Missing things are not cached, so that a new member, key or team works at once. Only a bucket without a
 * team is cached, since every submission asks for it. A store that counts its changes is read again after each change, and never
 * for missing things.
 */
export const createTeamDirectory = (
  store: Omit<TeamReader, 'getAll'>,
  { clock, fixed, first = [], mostAgeMs = MOST_AGE_MS, mostEntries = MOST_ENTRIES }: DirectoryDeps,
): TeamDirectory => {
  const { byName, byThing } = indexTeams(first)
  const { changes } = store
  const limits = { clock, mostAgeMs, mostEntries, changes }
  const keepsNothing = changes !== undefined
  const names = createCache<Team | undefined>(limits)
  const things = createCache<Team | undefined>(limits)
  const buckets = createCache<Team | undefined>(limits)
  let isMoved = first.length === 0

  /** Whether what the settings say still counts. Once it does not, it never does again. */
  const countsFirst = async () => {
    if (!isMoved) isMoved = await store.isMoved()
    return !isMoved
  }
  const active = (team: Team | undefined) => (team?.deletedAt === undefined ? team : undefined)

  const get = (name: string) =>
    names.get(
      name,
      async () => {
        const stored = await store.get(name)
        if (stored) return active(stored)
        return (await countsFirst()) ? byName.get(name) : undefined
      },
      { keepsNothing },
    )
  const fixedThing = fixed && identityThing(fixed)
  const withFixed = async (found: Map<string, Team>, wanted: readonly string[]) => {
    if (fixed === undefined || fixedThing === undefined || !wanted.includes(fixedThing)) return found
    const team = await get(fixed.team)
    return team
      ? found.set(fixedThing, { ...team, members: [...team.members, { arn: fixed.arn, role: 'member' }] })
      : found
  }

  return {
    get,

    find: async wanted => {
      const found = new Map<string, Team>()
      const unknown: string[] = []
      for (const thing of new Set(wanted)) {
        const entry = things.peek(thing)
        if (!entry) unknown.push(thing)
        else if (entry.value) found.set(thing, entry.value)
      }
      if (unknown.length > 0) {
        const asOf = things.now()
        const there = await store.find(unknown)
        for (const thing of unknown) {
          const team = there.get(thing)
          if (team) found.set(thing, team)
          if (team || keepsNothing) things.put(thing, team, asOf)
        }
      }
      const strange = wanted.filter(thing => !found.has(thing) && byThing.has(thing))
      if (strange.length > 0 && (await countsFirst())) {
        for (const thing of strange) found.set(thing, byThing.get(thing) as Team) // it has each of them
      }
      return withFixed(found, wanted)
    },

    ofBucket: bucket => buckets.get(bucket, () => store.ofBucket(bucket), { keepsNothing: true }),
  }
}

interface CacheLimits {
  readonly clock: Clock
  readonly mostAgeMs: number
  readonly mostEntries: number
  readonly changes?: (() => number) | undefined
}

/** When a value was asked for, and after how many changes. */
interface AsOf {
  readonly at: number
  readonly changes: number
}

/** Values by name, each for a limited time. If there are too many, the oldest are removed. */
const createCache = <T>({ clock, mostAgeMs, mostEntries, changes = () => 0 }: CacheLimits) => {
  const entries = new Map<string, AsOf & { readonly value: T }>()
  const now = (): AsOf => ({ at: clock().getTime(), changes: changes() })
  const fresh = (name: string) => {
    const entry = entries.get(name)
    if (entry?.changes !== changes()) return undefined
    const age = clock().getTime() - entry.at
    // A clock that was set back says nothing about an age.
    return age >= 0 && age < mostAgeMs ? entry : undefined
  }
  const put = (name: string, value: T, asOf: AsOf) => {
    entries.delete(name)
    entries.set(name, { ...asOf, value })
    const [oldest] = entries.keys()
    if (entries.size > mostEntries && oldest !== undefined) entries.delete(oldest)
  }
  return {
    now,
    peek: (name: string): { readonly value: T } | undefined => fresh(name),
    put,
    get: async (name: string, ask: () => Promise<T>, { keepsNothing = false } = {}): Promise<T> => {
      const entry = fresh(name)
      if (entry) return entry.value
      const asOf = now()
      const value = await ask()
      if (value !== undefined || keepsNothing) put(name, value, asOf)
      else entries.delete(name)
      return value
    },
  }
}
