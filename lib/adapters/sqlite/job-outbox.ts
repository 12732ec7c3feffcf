import type { JobOutbox } from '../../subscriptions/ports.ts'
import type { Database } from './database.ts'
import { column } from './item-table.ts'
import { jobTable, noticeRows } from './job-tables.ts'

/** Jobs in SQLite that have notices. */
export const createSqliteJobOutbox = (database: Database): JobOutbox => {
  const jobs = jobTable(database)
  const noticed = noticeRows(database)
  const waiting = database.prepare('SELECT jobId FROM jobsWithNotices WHERE jobId > ? ORDER BY jobId LIMIT ?')

  return {
    waiting: async ({ limit, after = '' }) => {
      const rows = waiting.all(column(after), limit + 1)
      const entries = rows.slice(0, limit).map(({ jobId }) => String(jobId))
      const last = rows.length > limit ? entries.at(-1) : undefined
      return { entries, ...(last !== undefined && { after: last }) }
    },

    clear: ({ jobId, version }) =>
      database.write(() => {
        const there = jobs.get(jobId)
        if (there?.version !== version) return false
        const { notices: _notices, ...job } = there
        jobs.put(job)
        noticed.put(job)
        return true
      }),
  }
}
