import type { Clock, Timestamp } from '../../system.ts'
import { type Asking, teamToShow } from '../../teams/caller.ts'
import { isListed, type JobFilter, type Listed } from '../job-filter.ts'
import type { JobLists, JobStore } from '../job-store.ts'
import { JOB_LIFE_MS } from '../timing.ts'
import { findJob } from './get-job.ts'
import { listName, type Paging, readPage, type TokenPage } from './page-tokens.ts'
import { isUnarchived, unarchivedJobs } from './unarchived-jobs.ts'

export interface ListJobs extends Asking, Paging {
  readonly filter: JobFilter & {
    readonly jobId?: string
    /** `false`: only jobs whose SIGNATURE is not archived. Default: all */
    readonly archived?: 'false'
  }
}

/**
 * Jobs, and submissions without a job, newest first. With `archived`, oldest first. Only an auditor sees more than one team.
 *
 * Refuses: PAGE_TOKEN_INVALID.
 */
export const listJobs = async (
  deps: { readonly jobs: JobStore; readonly lists: JobLists; readonly clock: Clock },
  { caller, filter: { jobId, archived, ...asked }, pageSize, pageToken }: ListJobs,
): Promise<TokenPage<Listed>> => {
  const shown = teamToShow(caller, asked.team)
  if (!shown) return { entries: [] }
  const filter = { ...asked, ...shown }
  if (jobId !== undefined) {
    const stored = await findJob(deps, { caller, jobId })
    const isAsked = stored && isListed(stored, filter) && (archived === undefined || isUnarchived(stored))
    return { entries: isAsked ? [stored] : [] }
  }
  const paging = { pageSize, ...(pageToken !== undefined && { pageToken }) }
  // The order of its filters does not change a list's name.
  const filters = Object.entries({ ...filter, ...(archived && { archived }) }).sort(([one], [other]) =>
    one < other ? -1 : 1,
  )
  return readPage(paging, listName(caller, 'jobs', filters), page =>
    archived ? unarchivedJobs(deps, filter, page) : deps.lists.list(withinLife(filter, deps.clock()), page),
  )
}

/** The pages of a list, from the one that the token names to the last. */
export async function* jobPages(
  deps: { readonly jobs: JobStore; readonly lists: JobLists; readonly clock: Clock },
  { pageToken: first, ...input }: ListJobs,
): AsyncGenerator<TokenPage<Listed>> {
  let pageToken = first
  do {
    const page = await listJobs(deps, { ...input, ...(pageToken !== undefined && { pageToken }) })
    pageToken = page.nextPageToken
    yield page
  } while (pageToken !== undefined)
}

/** A day longer than a job can wait for its device. Within that day the service is asked whether it has expired. */
const LONGEST_WAIT_MS = JOB_LIFE_MS + 24 * 60 * 60_000

/** The filter with narrower times: only a young job can wait for its device, so a list need not read older ones. */
const withinLife = (filter: JobFilter, now: Date): JobFilter => {
  const { stage, state, expiresBefore, from = '', to = LAST } = filter
  const isWaiting = state === 'created' && (stage === 'not-shipped' || stage === 'shipped')
  if (expiresBefore === undefined && !isWaiting) return filter
  const youngest = expiresBefore === undefined ? to : before(new Date(expiresBefore), JOB_LIFE_MS)
  return {
    ...filter,
    state: state ?? 'created',
    from: [from, before(now, LONGEST_WAIT_MS)].toSorted().at(-1) ?? from,
    to: [to, youngest].toSorted()[0] ?? to,
  }
}

const LAST: Timestamp = '9999-12-31T23:59:59.999Z'

const before = (time: Date, ms: number): Timestamp => new Date(time.getTime() - ms).toISOString()
