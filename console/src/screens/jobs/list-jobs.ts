import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import type { components, paths } from '../../../../lib/client/client.ts'
import { api } from '../../api/client.ts'
import { answered } from '../../api/problem.ts'
import type { JobQuery } from './job-filter.ts'

type Parameters = NonNullable<paths['/v1/jobs']['get']['parameters']['query']>

/** A page of jobs. */
export const listJobs = async (query: JobQuery, pageSize: number, pageToken: string | undefined) => {
  // The filter's values are texts of an address. The API refuses those that it does not know, and the page shows that.
  const { tag, ...others } = query
  const parameters = {
    ...others,
    ...(tag !== undefined && { tag: [tag] }),
    pageSize,
    ...(pageToken !== undefined && { pageToken }),
  } as Parameters
  const page = await answered(api.GET('/v1/jobs', { params: { query: parameters } }))
  // JSON is what it answers unless it is asked for CSV.
  return page as components['schemas']['JobList']
}

/** A page of jobs as a query: whoever asks for the same page shares one answer. */
export const jobsQuery = (query: JobQuery, pageSize: number, pageToken: string | undefined) =>
  queryOptions({
    queryKey: ['jobs', query, pageSize, pageToken],
    queryFn: () => listJobs(query, pageSize, pageToken),
  })

/** A page of jobs; while another is under way, the one before stays. */
export const useJobs = (query: JobQuery, pageSize: number, pageToken: string | undefined) =>
  useQuery({ ...jobsQuery(query, pageSize, pageToken), placeholderData: keepPreviousData })
