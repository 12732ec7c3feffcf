import { JobError } from '../errors.ts'
import type { JobEvent } from '../job-event.ts'
import type { JobLists, JobStore } from '../job-store.ts'
import type { JobEnd, Predecessor, SubmissionRecord } from '../submission-record.ts'
import { findJob, type GetJob } from './get-job.ts'
import { findSubmission, isSubmissionId } from './get-submission.ts'
import { listName, type Paging, readPage, type TokenPage } from './page-tokens.ts'

export interface GetEvents extends GetJob, Paging {}

/**
 * A job's history, oldest first. A submission that has come to no job is named by its record's id.
 *
 * What the record itself shows is not an event item of its own, and comes first: that it was submitted, by whom, and when its
 * SIGNATURE was archived.
 *
 * Refuses: JOB_NOT_FOUND, PAGE_TOKEN_INVALID.
 */
export const getEvents = async (
  deps: { readonly jobs: JobStore; readonly lists: JobLists },
  { pageSize, pageToken, ...input }: GetEvents,
): Promise<TokenPage<JobEvent>> => {
  const record = await findRecord(deps.jobs, input)
  const paging = { pageSize, ...(pageToken !== undefined && { pageToken }) }
  const list = listName(input.caller, 'events', record.id)
  const page = await readPage(paging, list, request => deps.lists.events(record.id, request))
  return pageToken === undefined ? { ...page, entries: [...recordEvents(record), ...page.entries] } : page
}

const findRecord = async (jobs: JobStore, input: GetJob): Promise<SubmissionRecord> => {
  const id = isSubmissionId(input.jobId) ? input.jobId : (await findJob({ jobs }, input))?.job.id
  const record = id === undefined ? undefined : await findSubmission({ jobs }, { ...input, id })
  if (record) return record
  throw new JobError('JOB_NOT_FOUND', `Your team has no job or submission ${JSON.stringify(input.jobId.slice(0, 64))}.`)
}

const recordEvents = ({ id, asker, createdAt, archivedAt, state, jobId, follows }: SubmissionRecord): JobEvent[] => [
  {
    ...asker,
    id: `${id}-submitted`,
    at: createdAt,
    action: 'submit',
    outcome: state === 'created' ? 'done' : 'begun',
    ...detailOf(jobId, follows),
  },
  ...(archivedAt === undefined
    ? []
    : [{ principal: 'waybill', id: `${id}-archived`, at: archivedAt, action: 'archive', outcome: 'done' } as const]),
]

const detailOf = (jobId = '', follows?: Predecessor) => {
  const before = follows && `the same manifest made job ${follows.jobId} before, which ${ENDS[follows.end]}`
  const detail = [jobId, before].filter(Boolean).join('; ')
  return detail === '' ? {} : { detail }
}

const ENDS: Readonly<Record<JobEnd, string>> = {
  cancelled: 'was cancelled',
  expired: 'has expired',
  returned: 'is over: its device was returned',
  replaced: 'was given another manifest',
  forgotten: 'the service no longer knows',
}
