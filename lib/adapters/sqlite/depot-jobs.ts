import type { DepotJob, DepotJobSummary, DepotJobs } from '../../depot/ports.ts'
import type { Clock } from '../../system.ts'
import type { Database } from './database.ts'
import { depotJobTable, hereRows, quotaTable, requestTable } from './depot-tables.ts'
import { column } from './item-table.ts'

/** The depot's jobs in SQLite. */
export const createSqliteDepotJobs = (database: Database, clock: Clock): DepotJobs => {
  const jobs = depotJobTable(database)
  const here = hereRows(database)
  const quotas = quotaTable(database)
  const requests = requestTable(database)
  /** A request that has expired is refused for that. */
  const forget = database.prepare('DELETE FROM depotRequests WHERE until < ?')
  const firstHereFirst = database.prepare(
    `SELECT depotJobs.*, since FROM depotDevices JOIN depotJobs USING (jobId)
     WHERE (since, depotDevices.jobId) > (?, ?) ORDER BY since, depotDevices.jobId LIMIT ?`,
  )
  const newestFirst = database.prepare(
    'SELECT * FROM depotJobs WHERE owner = ? AND (at, jobId) < (?, ?) ORDER BY at DESC, jobId DESC LIMIT ?',
  )

  return {
    get: async jobId => jobs.get(jobId),

    add: (job, until, request) =>
      database.write(() => {
        // Looked at where the job is committed: a list that is made later, and does not show it, never will.
        if (clock() >= until) return 'too-late'
        const taken = request && requests.get(request.digest)
        if (taken && taken.attempt !== request.attempt) return 'repeated'
        if (jobs.get(job.jobId)) return 'id-taken'
        forget.run(clock().toISOString())
        if (request) requests.put({ ...request, until: until.toISOString() })
        jobs.put(job)
        here.put(job)
        return 'added'
      }),

    replace: job =>
      database.write(() => {
        const there = jobs.get(job.jobId)
        if (there?.version !== job.version - 1) return false
        const { owner, createdAt } = there
        jobs.put({ ...job, owner, createdAt })
        here.put(job)
        return true
      }),

    list: async (owner, { limit, after }) => {
      const rows = newestFirst.all(column(owner), after?.createdAt ?? LAST, after?.jobId ?? LAST, limit + 1)
      return { jobs: rows.slice(0, limit).map(row => summaryOf(jobs.read(row))), truncated: rows.length > limit }
    },

    here: async ({ limit, after }) => {
      const rows = firstHereFirst.all(after?.since ?? '', after?.jobId ?? '', limit)
      const last = rows.length < limit ? undefined : rows.at(-1)
      return {
        jobs: rows.map(row => jobs.read(row)),
        ...(last && { after: { since: String(last.since), jobId: String(last.jobId) } }),
      }
    },

    count: (owner, day, limit) =>
      database.write(() => {
        const used = quotas.get(owner, day)?.used ?? 0
        if (used >= limit) return false
        quotas.put({ owner, day, used: used + 1 })
        return true
      }),
  }
}

/** After every code point of a text. */
const LAST = '\u{10ffff}'

const summaryOf = ({ jobId, jobType, createdAt, cancelledAt }: DepotJob): DepotJobSummary => ({
  jobId,
  jobType,
  createdAt,
  ...(cancelledAt !== undefined && { cancelledAt }),
})
