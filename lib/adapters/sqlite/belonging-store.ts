import type { BelongingStore, DailyUse } from '../../teams/belongings.ts'
import type { Database } from './database.ts'
import { column } from './item-table.ts'
import { belongingTable, teamDayTable } from './team-tables.ts'

/** Templates and addresses in SQLite. */
export const createSqliteBelongingStore = (database: Database): BelongingStore => {
  const belongings = belongingTable(database)
  const page = database.prepare(
    'SELECT * FROM teamBelongings WHERE team = ? AND kind = ? AND name > ? ORDER BY name LIMIT ?',
  )
  return {
    get: async (team, kind, name) => belongings.get(team, kind, name),
    put: (next, from) =>
      database.write(() => {
        const there = belongings.get(next.team, next.is, next.name)
        const isExpected = there?.id === from?.id && there?.version === from?.version
        if (isExpected) belongings.put(next)
        return isExpected
      }),
    remove: ({ team, is, name, id, version }) =>
      database.write(() => {
        const there = belongings.get(team, is, name)
        const isExpected = there?.id === id && there.version === version
        if (isExpected) belongings.remove(team, is, name)
        return isExpected
      }),
    list: async (team, kind, { limit, after = '' }) => {
      const rows = page.all(column(team), kind, column(after), limit + 1)
      return { entries: rows.slice(0, limit).map(belongings.read), more: rows.length > limit }
    },
  }
}

/** Counts of daily quotas in SQLite. */
export const createSqliteDailyUse = (database: Database): DailyUse => {
  const days = teamDayTable(database)
  return {
    take: (team, day, most) =>
      database.write(() => {
        const count = days.get(team, day)?.count ?? 0
        if (count >= most) return false
        days.put({ team, day, count: count + 1 })
        return true
      }),
    giveBack: async (team, day) => {
      await database.write(() => {
        const count = days.get(team, day)?.count ?? 0
        if (count > 0) days.put({ team, day, count: count - 1 })
      })
    },
  }
}
