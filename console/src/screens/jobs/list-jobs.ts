import type { components, paths } from '../../../../lib/client/client.ts'
import { filledPage } from '../../../../lib/client/pages.ts'
import { api } from '../../api/client.ts'
import { answered } from '../../api/problem.ts'
import type { JobQuery } from './job-filter.ts'

type Parameters = NonNullable<paths['/v1/jobs']['get']['parameters']['query']>

/** A page of jobs. */
export type JobList = components['schemas']['JobList']

/** @throws ApiProblem, NoAnswer, ForeignAnswer */
export const listJobs = async (query: JobQuery, pageSize: number, pageToken: string | undefined): Promise<JobList> => {
  // The filter's values are texts of an address. The API refuses those that it does not know, and the page shows that.
  const { entries, ...next } = await filledPage(
    async page => {
      const parameters = { ...query, ...page } as Parameters
      // JSON is what it answers unless it is asked for CSV.
      return (await answered(api.GET('/v1/jobs', { params: { query: parameters } }))) as JobList
    },
    ({ jobs }) => jobs,
    { pageSize, ...(pageToken !== undefined && { pageToken }) },
  )
  return { jobs: [...entries], ...next }
}

/** Names a page of jobs among all that the API has answered: whoever asks for the same page shares one answer. */
export const jobsKey = (query: JobQuery, pageSize: number, pageToken: string | undefined) => [
  'jobs',
  query,
  pageSize,
  pageToken,
]
