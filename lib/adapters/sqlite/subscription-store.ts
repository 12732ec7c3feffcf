import type { SubscriptionStore } from '../../subscriptions/ports.ts'
import type { Subscription } from '../../subscriptions/subscription.ts'
import type { Database } from './database.ts'
import { column } from './item-table.ts'
import { subscriptionTable } from './subscription-tables.ts'

/** So many teams' subscriptions are remembered. */
const MOST_TEAMS = 1000

/** Subscriptions in SQLite, in the order of their key. */
export const createSqliteSubscriptionStore = (database: Database): SubscriptionStore => {
  const subscriptions = subscriptionTable(database)
  const count = database.prepare('SELECT count(*) AS n FROM subscriptions WHERE team = ?')
  const ofTeam = database.prepare('SELECT * FROM subscriptions WHERE team = ? AND name > ? ORDER BY name LIMIT ?')
  const ofAll = database.prepare('SELECT * FROM subscriptions WHERE (team, name) > (?, ?) ORDER BY team, name LIMIT ?')
  const isThere = ({ team, name, id, revision }: Subscription) => {
    const there = subscriptions.get(team, name)
    return there?.id === id && there.revision === revision
  }
  /** Of teams, as long as nothing changes: each change of a job asks. The data folder is this process's alone. */
  const known = new Map<string, readonly Subscription[]>()
  const write = <T>(change: () => T): Promise<T> =>
    database.write(() => {
      known.clear()
      return change()
    })

  return {
    get: async (team, name) => subscriptions.get(team, name),

    create: (subscription, most) =>
      write(() => {
        const { team, name } = subscription
        if (subscriptions.get(team, name)) return 'taken'
        if (Number(count.get(column(team))?.n) >= most) return 'full'
        subscriptions.put(subscription)
        return 'created'
      }),

    replace: (next, from) =>
      write(() => {
        const isUnchanged = isThere(from)
        if (isUnchanged) subscriptions.put(next)
        return isUnchanged
      }),

    remove: subscription =>
      write(() => {
        const isUnchanged = isThere(subscription)
        if (isUnchanged) subscriptions.remove(subscription.team, subscription.name)
        return isUnchanged
      }),

    ofTeam: async team => {
      const before = known.get(team)
      if (before) return before
      // A negative limit is none.
      const all = ofTeam.all(column(team), '', -1).map(subscriptions.read)
      if (known.size === MOST_TEAMS) known.clear()
      known.set(team, all)
      return all
    },

    list: async ({ team, limit, after }) => {
      const isGoingOn = after !== undefined && (team === undefined || after.team === team)
      // No name is empty, so the first page goes on after one that is.
      const [afterTeam, afterName] = isGoingOn ? [column(after.team), column(after.name)] : ['', '']
      const rows =
        team === undefined ? ofAll.all(afterTeam, afterName, limit + 1) : ofTeam.all(column(team), afterName, limit + 1)
      return { subscriptions: rows.slice(0, limit).map(subscriptions.read), more: rows.length > limit }
    },
  }
}
