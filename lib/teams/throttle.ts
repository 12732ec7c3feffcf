import type { Clock } from '../system.ts'
import type { TeamDirectory } from './directory.ts'
import { STANDARD_TIER } from './team.ts'
import { NO_LIMIT, type TeamRate, type Tiers } from './tiers.ts'

/**
 * The requests of teams, counted by the generic cell rate algorithm: each request takes `1 / rate` of a second, and what a
 * team has asked so far is one moment, at which all of it is worked off. A request waits where that moment would be further
 * away than `burst` requests take.
 */
export interface RequestTurns {
  /**
   * Counts requests, all or none. `false`: the team has asked too much.
   *
   * @param count how many. Default: one
   */
  take(team: string, limit: TeamRate, now: Date, count?: number): Promise<boolean>
}

/** How long one request takes, and how far ahead a request may still begin, in milliseconds. */
export const turnOf = ({ rate, burst }: TeamRate) => {
  const turnMs = 1_000 / rate
  return { turnMs, mostAheadMs: turnMs * (burst - 1) }
}

const MOST_TEAMS = 10_000

/** The turns of one process, in memory. Of too many teams those go first that have not asked for longest. */
export const createOwnTurns = (mostTeams = MOST_TEAMS): RequestTurns => {
  const busyUntil = new Map<string, number>()
  return {
    take: async (team, limit, now, count = 1) => {
      const at = now.getTime()
      const { turnMs, mostAheadMs } = turnOf(limit)
      const begins = Math.max(at, busyUntil.get(team) ?? at)
      const lastMs = begins - at + (count - 1) * turnMs
      // A clock that was set back leaves moments that are too far away for any request.
      const isAhead = lastMs > mostAheadMs && begins - at <= mostAheadMs + turnMs
      if (isAhead) return false
      busyUntil.delete(team)
      busyUntil.set(team, (begins - at > mostAheadMs ? at : begins) + count * turnMs)
      const [oldest] = busyUntil.keys()
      if (busyUntil.size > mostTeams && oldest !== undefined) busyUntil.delete(oldest)
      return true
    },
  }
}

/** A process counts this part of a burst at once together with the others, and has so long for it. */
const BLOCK_PART = 8
const BLOCK_MS = 10_000

/**
 * Counts with all other processes in blocks, since each count is a write: a team that asks a process again and again costs it one
 * write for several requests. So what a process has counted and not used yet may come on top of a team's burst.
 */
export const inBlocks = (shared: RequestTurns, mostTeams = MOST_TEAMS): RequestTurns => {
  const blocks = new Map<string, { readonly left: number; readonly until: number }>()
  const asked = new Map<string, Promise<boolean>>()
  const takeOwn = (team: string, at: number): boolean => {
    const { left, until } = blocks.get(team) ?? { left: 0, until: at }
    blocks.delete(team)
    if (left === 0 || at >= until) return false
    blocks.set(team, { left: left - 1, until })
    return true
  }
  const takeBlock = async (team: string, limit: TeamRate, now: Date, size: number): Promise<boolean> => {
    if (!(await shared.take(team, limit, now, size))) return false
    blocks.set(team, { left: size - 1, until: now.getTime() + BLOCK_MS })
    const [oldest] = blocks.keys()
    if (blocks.size > mostTeams && oldest !== undefined) blocks.delete(oldest)
    return true
  }
  return {
    take: async (team, limit, now) => {
      // Several of this process at once use one block.
      for (let other = asked.get(team); !takeOwn(team, now.getTime()); other = asked.get(team)) {
        if (other) {
          await other
          continue
        }
        const size = Math.floor(limit.burst / BLOCK_PART)
        if (size < 2) return shared.take(team, limit, now)
        const block = takeBlock(team, limit, now, size).finally(() => asked.delete(team))
        asked.set(team, block)
        return (await block) || shared.take(team, limit, now)
      }
      return true
    },
  }
}

export interface TeamRequest {
  readonly team: string
  /** What the authoriser knows of the team's tier. Default: what the directory does */
  readonly limit?: TeamRate | undefined
  /** Whether it may change anything. */
  readonly isChange: boolean
}

/** Lets each team ask as often as its tier allows, so that the flood of one is not the loss of another. */
export interface TeamThrottle {
  /** Counts a request. After how many seconds it may come again; `undefined`: it may go on. */
  take(request: TeamRequest): Promise<number | undefined>
}

interface ThrottleDeps {
  readonly clock: Clock
  readonly teams: Pick<TeamDirectory, 'get'>
  readonly tiers: Tiers
  /** What all processes count together, for requests that may change something. Default: each counts for itself */
  readonly shared?: RequestTurns
}

/**
 * Each process counts all requests in its memory. Those that may change something cost the most, so they are counted by all
 * processes together too, in blocks.
 */
export const createTeamThrottle = ({ clock, teams, tiers, shared }: ThrottleDeps): TeamThrottle => {
  const own = createOwnTurns()
  const together = shared && inBlocks(shared)
  const limitOf = async (team: string) => {
    const { tier = STANDARD_TIER } = (await teams.get(team)) ?? {}
    return tiers[tier] ?? tiers[STANDARD_TIER] ?? NO_LIMIT
  }
  return {
    take: async ({ team, limit: known, isChange }) => {
      const limit = known ?? (await limitOf(team))
      if (limit.rate >= NO_LIMIT.rate) return undefined
      const now = clock()
      const isInTime =
        (await own.take(team, limit, now)) && (!isChange || !together || (await together.take(team, limit, now)))
      return isInTime ? undefined : Math.max(1, Math.ceil(1 / limit.rate))
    },
  }
}
