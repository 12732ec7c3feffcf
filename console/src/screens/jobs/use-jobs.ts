import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { JobQuery } from './job-filter.ts'
import { jobsKey, listJobs } from './list-jobs.ts'

/** A page of jobs; while another is under way, the one before stays. */
export const useJobs = (query: JobQuery, pageSize: number, pageToken: string | undefined) =>
  useQuery({
    queryKey: jobsKey(query, pageSize, pageToken),
    queryFn: () => listJobs(query, pageSize, pageToken),
    placeholderData: keepPreviousData,
  })
