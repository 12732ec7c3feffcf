import pLimit from 'p-limit'
import { leavesArchivedToRecord, type StoredJob } from '../job.ts'
import { isListed, type JobFilter, type Listed, type Page } from '../job-filter.ts'
import type { JobLists, JobStore, PageRequest } from '../job-store.ts'

const CONCURRENCY = 16

/** Whether a job's SIGNATURE is still to be archived. A job without a SIGNATURE has nothing to archive. */
export const isUnarchived = ({ job, archivedAt }: StoredJob): boolean =>
  leavesArchivedToRecord(job) && archivedAt === undefined

/**
 * Jobs whose SIGNATURE is not archived, the oldest first. Their records stay open until it is, so the short list of open
 * records has them all, however many jobs there are.
 */
export const unarchivedJobs = async (
  { jobs, lists }: { readonly jobs: JobStore; readonly lists: JobLists },
  filter: JobFilter,
  page: PageRequest,
): Promise<Page<Listed>> => {
  const { entries: ids, after } = await lists.open(page)
  const found = await pLimit(CONCURRENCY).map(ids, async id => {
    const record = await jobs.record(id)
    if (record?.jobId === undefined) return undefined
    const job = await jobs.job(record.jobId)
    const { archivedAt } = record
    return job && { job, ...(archivedAt !== undefined && { archivedAt }) }
  })
  return {
    entries: found.filter(one => one !== undefined).filter(one => isUnarchived(one) && isListed(one, filter)),
    ...(after !== undefined && { after }),
  }
}
