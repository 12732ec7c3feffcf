import type { Clock } from '../../system.ts'
import type { TeamJobs } from '../../teams/ports.ts'
import type { Job } from '../job.ts'
import type { Listed } from '../job-filter.ts'
import type { JobLists } from '../job-store.ts'
import { JOB_LIFE_MS } from '../timing.ts'

const PAGE = 100

/** The jobs that a team still has, for operators who change or delete the team. */
export const teamJobs = (deps: { readonly lists: JobLists; readonly clock: Clock }): TeamJobs => ({
  underWay: async (team, most) => {
    const found: string[] = []
    for (const state of ['submitting', 'created'] as const) {
      let after: string | undefined
      do {
        const page = await deps.lists.list({ team, state }, { limit: PAGE, ...(after !== undefined && { after }) })
        found.push(...page.entries.flatMap(listed => nameUnderWay(listed, deps.clock())))
        after = page.after
      } while (after !== undefined && found.length < most)
    }
    return found.slice(0, most)
  },
})

const nameUnderWay = (listed: Listed, now: Date): readonly string[] => {
  if (!('job' in listed)) return [listed.submission.id]
  return isUnderWay(listed.job, now) ? [listed.job.jobId] : []
}

/** Whether the device may still be sent, or may be on its way, at the service or on its way back. */
const isUnderWay = ({ state, status, createdAt }: Pick<Job, 'state' | 'status' | 'createdAt'>, now: Date): boolean => {
  if (state !== 'created' || status?.locationCode === 'Returned') return false
  const mayBeSent = now.getTime() - Date.parse(createdAt) <= JOB_LIFE_MS
  return mayBeSent || (status?.locationCode !== undefined && status.locationCode !== 'NotReceived')
}
