import pLimit from 'p-limit'
import type { TeamKey } from '../../teams/keys.ts'
import { askService } from '../ask-service.ts'
import type { Service, ServiceJobPage } from '../service.ts'
import type { SubmissionDeps } from '../submit/submission-deps.ts'

type KeyDeps = Pick<SubmissionDeps, 'service' | 'jobs' | 'clock' | 'timing'>

const LOOKS_AT_ONCE = 16

/**
 * One page of the jobs that the service has for a key, in the service's order. Jobs that Waybill stores for other teams are
 * left out: the service shows them too if the keys of several teams belong to one AWS account.
 *
 * Refuses: the SERVICE_ codes.
 */
export const listKeyJobs = async (
  deps: KeyDeps,
  page: Parameters<Service['listJobs']>[0],
  key: TeamKey,
): Promise<Pick<ServiceJobPage, 'jobs' | 'truncated'>> => {
  const { jobs, truncated } = await askService(deps, key, (service, call) => service.listJobs(page, call))
  const limit = pLimit(LOOKS_AT_ONCE)
  const own = await Promise.all(
    jobs.map(job => limit(async () => ((await isOfAnotherTeam(deps, job.jobId, key.team)) ? [] : [job]))),
  )
  const marker = jobs.at(-1)?.jobId
  // After an empty page, a client would have no marker for the next one.
  if (truncated && marker !== undefined && own.flat().length === 0) return listKeyJobs(deps, { ...page, marker }, key)
  return { jobs: own.flat(), truncated }
}

/** Whether Waybill stores the job for another team. */
export const isOfAnotherTeam = async (
  { jobs }: Pick<KeyDeps, 'jobs'>,
  jobId: string,
  team: string,
): Promise<boolean> => {
  const job = await jobs.job(jobId.toUpperCase())
  return job !== undefined && job.team !== team
}
