import { dayAfter } from '../../checks/digest.ts'
import type { CheckStore } from '../../checks/ports.ts'
import { checkTable, digestTable } from './check-tables.ts'
import type { Database } from './database.ts'
import { column } from './item-table.ts'

/** Checks in SQLite, in the order of their key. */
export const createSqliteCheckStore = (database: Database): CheckStore => {
  const checks = checkTable(database)
  const digests = digestTable(database)
  const ofTeam = database.prepare('SELECT * FROM checks WHERE team = ? AND name > ? ORDER BY name LIMIT ?')
  const ofAll = database.prepare('SELECT * FROM checks WHERE (team, name) > (?, ?) ORDER BY team, name LIMIT ?')

  return {
    get: async (team, name) => checks.get(team, name),

    create: check =>
      database.write(() => {
        if (checks.get(check.team, check.name)) return false
        checks.put(check)
        return true
      }),

    replace: (next, from) =>
      database.write(() => {
        const there = checks.get(from.team, from.name)
        const isUnchanged =
          there?.id === from.id &&
          there.revision === from.revision &&
          there.progress.sequence === from.progress.sequence &&
          there.scheduledRevision === from.scheduledRevision
        if (isUnchanged) checks.put(next)
        return isUnchanged
      }),

    remove: ({ team, name, id }) =>
      database.write(() => {
        if (checks.get(team, name)?.id === id) checks.remove(team, name)
      }),

    list: async ({ team, limit, after }) => {
      const isGoingOn = after !== undefined && (team === undefined || after.team === team)
      // No name is empty, so the first page goes on after one that is.
      const [afterTeam, afterName] = isGoingOn ? [column(after.team), column(after.name)] : ['', '']
      const rows =
        team === undefined ? ofAll.all(afterTeam, afterName, limit + 1) : ofTeam.all(column(team), afterName, limit + 1)
      return { checks: rows.slice(0, limit).map(checks.read), more: rows.length > limit }
    },

    claimDigest: (team, day) =>
      database.write(() => {
        const last = digests.get(team)
        const isNew = last === undefined || last.day < day || last.day > dayAfter(day)
        if (isNew) digests.put({ team, day })
        return isNew
      }),
  }
}
