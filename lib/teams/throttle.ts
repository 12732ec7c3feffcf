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
  /** Counts one request. `false`: the team has asked too much, and it is not counted. */
  take(team: string, limit: TeamRate, now: Date): Promise<boolean>
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
    take: async (team, limit, now) => {
      const at = now.getTime()
      const { turnMs, mostAheadMs } = turnOf(limit)
      const begins = Math.max(at, busyUntil.get(team) ?? at)
      // A clock that was set back leaves moments that are too far away for any request.
      const isAhead = begins - at > mostAheadMs && begins - at <= mostAheadMs + turnMs
      if (isAhead) return false
      busyUntil.delete(team)
      busyUntil.set(team, (begins - at > mostAheadMs ? at : begins) + turnMs)
      const [oldest] = busyUntil.keys()
      if (busyUntil.size > mostTeams && oldest !== undefined) busyUntil.delete(oldest)
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
 * Each process counts all requests in its memory. Those that may change something are counted by all processes together too:
 * they cost the most, and one more write is little beside theirs.
 */
export const createTeamThrottle = ({ clock, teams, tiers, shared }: ThrottleDeps): TeamThrottle => {
  const own = createOwnTurns()
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
        (await own.take(team, limit, now)) && (!isChange || !shared || (await shared.take(team, limit, now)))
      return isInTime ? undefined : Math.max(1, Math.ceil(1 / limit.rate))
    },
  }
}
