import { hereSince } from '../../lib/depot/job-position.ts'
import type { DepotJob, DepotJobs } from '../../lib/depot/ports.ts'
import type { Clock } from '../../lib/system.ts'

/** The depot's jobs in memory, for tests that run a depot many hundred times. The contract suite holds it to the real one. */
export const createMemoryDepotJobs = (clock: Clock): DepotJobs => {
  const jobs = new Map<string, DepotJob>()
  const counts = new Map<string, number>()
  const attempts = new Map<string, string>()
  const newestFirst = (a: DepotJob, b: DepotJob) => (key(a) < key(b) ? 1 : -1)

  return {
    add: async (job, until, request) => {
      if (clock() >= until) return 'too-late'
      if (request && (attempts.get(request.digest) ?? request.attempt) !== request.attempt) return 'repeated'
      if (request) attempts.set(request.digest, request.attempt)
      if (jobs.has(job.jobId)) return 'id-taken'
      jobs.set(job.jobId, job)
      return 'added'
    },
    get: async jobId => jobs.get(jobId),
    replace: async job => {
      if (jobs.get(job.jobId)?.version !== job.version - 1) return false
      jobs.set(job.jobId, job)
      return true
    },
    list: async (owner, { limit, after }) => {
      const found = [...jobs.values()]
        .filter(job => job.owner === owner && (after === undefined || key(job) < key(after)))
        .sort(newestFirst)
      return { jobs: found.slice(0, limit), truncated: found.length > limit }
    },
    here: async ({ limit, after }) => {
      const placed = [...jobs.values()]
        .flatMap(job => {
          const since = hereSince(job)
          return since === undefined ? [] : [{ job, at: `${since}#${job.jobId}` }]
        })
        .filter(({ at }) => after === undefined || at > `${after.since}#${after.jobId}`)
        .sort((a, b) => (a.at < b.at ? -1 : 1))
      const page = placed.slice(0, limit).map(({ job }) => job)
      const last = placed.length > limit ? page.at(-1) : undefined
      const since = last && hereSince(last)
      return { jobs: page, ...(last && since !== undefined && { after: { since, jobId: last.jobId } }) }
    },
    count: async (owner, day, limit) => {
      const used = counts.get(`${owner} ${day}`) ?? 0
      if (used >= limit) return false
      counts.set(`${owner} ${day}`, used + 1)
      return true
    },
  }
}

const key = ({ createdAt, jobId }: Pick<DepotJob, 'createdAt' | 'jobId'>) => `${createdAt}#${jobId}`
