import type { Clock } from '../system.ts'
import type { TeamDirectory } from './directory.ts'
import { STANDARD_TIER } from './team.ts'
import { NO_LIMIT, type TeamRate, type Tiers } from './tiers.ts'

/**
 * Counts the requests of teams with the generic cell rate algorithm. Each request takes `1 / rate` of a second. For each team, one
 * moment is stored: when all of its requests so far are worked off. A request is refused if that moment is further away than
 * `burst` requests take.
 */
export interface RequestTurns {
  /**
   * Counts requests, all or none. `false`: the team has sent too many.
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

/** The turns of one process, in memory. If there are too many teams, those that have been idle longest are removed. */
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
 * Counts together with all other processes, in blocks, since each count is a write: several requests of a busy team cost one write.
 * So a team's burst may be larger by the unused rest of each process's block.
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

/** Limits each team to the requests of its tier, so that one team cannot take the capacity of others. */
export interface TeamThrottle {
  /** Counts a request. @returns after how many seconds it may come again; `undefined`: it may continue */
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
 * Each process counts all requests in its memory. Requests that can change something cost the most, so all processes together also
 * count these, in blocks.
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
