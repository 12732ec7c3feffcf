import { queryClient } from '../api/client.ts'
import { ME } from '../api/me.ts'
import { type Place, placeOf } from '../route.ts'
import { queryOf } from '../screens/jobs/job-filter.ts'
import { jobsQuery } from '../screens/jobs/list-jobs.ts'
import { storedPreferences } from '../screens/jobs/preferences.ts'

/** Whether the list of jobs is what an address asks for. */
export const isJobList = ({ segments: [first = 'jobs', second] }: Place): boolean =>
  first === 'jobs' && second === undefined

/** Asks for what the first page shows before anything is drawn. What fails here is asked for again by the page, which shows it. */
export const askEarly = (): void => {
  const place = placeOf(window.location.hash)
  if (isJobList(place)) {
    void queryClient.prefetchQuery(jobsQuery(queryOf(place.query), storedPreferences().pageSize, undefined))
  }
  void queryClient.prefetchQuery(ME)
}
