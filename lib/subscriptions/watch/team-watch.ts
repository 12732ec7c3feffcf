import type { Clock } from '../../system.ts'
import type { SubscriptionStore } from '../ports.ts'
import type { Subscription } from '../subscription.ts'

/** The subscriptions of a team, for what looks at every change of its jobs. */
export type TeamWatch = (team: string) => Promise<readonly Subscription[]>

/** A new subscription gets everything that changes from then on. */
export const WATCH_MS = 10_000

/** Remembered teams; those beyond are read again. */
const MOST_TEAMS = 1000

/**
 * Remembers a team's subscriptions for a moment, so that a submission seldom waits for them.
 *
 * @param forMs Default: 10 seconds
 */
export const createTeamWatch = (
  subscriptions: Pick<SubscriptionStore, 'ofTeam'>,
  clock: Clock,
  forMs = WATCH_MS,
): TeamWatch => {
  const known = new Map<string, { readonly until: number; readonly found: Promise<readonly Subscription[]> }>()
  return team => {
    const now = clock().getTime()
    const there = known.get(team)
    // A clock that was set back must not make it known for longer.
    if (there && now < there.until && there.until - now <= forMs) return there.found
    const found = subscriptions.ofTeam(team)
    if (known.size >= MOST_TEAMS) known.clear()
    known.set(team, { until: now + forMs, found })
    // What failed is not an answer.
    found.catch(() => known.delete(team))
    return found
  }
}
