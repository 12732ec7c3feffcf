import type { RunStore } from '../../checks/ports.ts'
import { RUN_DAYS } from '../../checks/run.ts'
import type { Clock } from '../../system.ts'
import { runTable } from './check-tables.ts'
import type { Database } from './database.ts'
import { column } from './item-table.ts'

const DAY_MS = 24 * 60 * 60_000

/** After every code point of a text. */
const LAST = '\u{10ffff}'

/** Runs in SQLite. Each that is added takes those away that are too old. */
export const createSqliteRunStore = (database: Database, clock: Clock): RunStore => {
  const runs = runTable(database)
  const removeBefore = database.prepare('DELETE FROM runs WHERE at < ?')
  const newestFirst = database.prepare(
    `SELECT * FROM runs WHERE team = ? AND name = ? AND at >= ? AND (at, id) < (?, ?)
     ORDER BY at DESC, id DESC LIMIT ?`,
  )
  const oldest = () => new Date(clock().getTime() - RUN_DAYS * DAY_MS).toISOString()

  return {
    add: ({ team, name }, run) =>
      database.write(() => {
        removeBefore.run(oldest())
        runs.put({ team, name, run })
      }),

    list: async ({ team, name }, { limit, after }) => {
      const rows = newestFirst.all(
        column(team),
        column(name),
        oldest(),
        after?.startedAt ?? LAST,
        after?.runId ?? LAST,
        limit + 1,
      )
      return { runs: rows.slice(0, limit).map(row => runs.read(row).run), more: rows.length > limit }
    },
  }
}
