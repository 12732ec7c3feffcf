import type { AuditEvent } from '../../audit/event.ts'
import type { EventPage, EventRequest, History } from '../../audit/ports.ts'
import { attemptsStream } from '../../audit/streams.ts'
import { JobError } from '../errors.ts'
import type { Page } from '../job-filter.ts'
import type { JobLists, JobStore, PageRequest } from '../job-store.ts'
import type { OlderEvent } from '../older-event.ts'
import { pageTokenInvalid, readPlace, writePlace } from '../place.ts'
import { followsDetail } from '../submission-event.ts'
import type { SubmissionRecord } from '../submission-record.ts'
import { findJob, type GetJob } from './get-job.ts'
import { findSubmission, isSubmissionId } from './get-submission.ts'
import { listName, type Paging, readPage, type TokenPage } from './page-tokens.ts'

export interface GetEvents extends GetJob, Paging {}

/** A chained event, or one from before history was chained. */
export type ShownEvent = AuditEvent | OlderEvent

interface EventsDeps {
  readonly jobs: JobStore
  readonly lists: Pick<JobLists, 'olderEvents'>
  readonly history: Pick<History, 'stream'>
}

/**
 * A job's history, oldest first. For a submission without a job, the caller names its record's id.
 *
 * 1. The events from before history was chained.
 * 2. The attempts before the submission had a job.
 * 3. The submission, and everything after it.
 *
 * A submission may have no event of its own: it is under way, was refused, or is older than chained history. Then an event
 * made of its record comes first.
 *
 * Refuses: JOB_NOT_FOUND, PAGE_TOKEN_INVALID.
 */
export const getEvents = async (
  deps: EventsDeps,
  { pageSize, pageToken, ...input }: GetEvents,
): Promise<TokenPage<ShownEvent>> => {
  const record = await findRecord(deps.jobs, input)
  const paging = { pageSize, ...(pageToken !== undefined && { pageToken }) }
  const list = listName(input.caller, 'events', record.id)
  const page = await readPage(paging, list, request => readParts(partsOf(deps, record.id), request))
  if (pageToken !== undefined || record.submittedAt !== undefined) return page
  const shown = recordEvents(record).filter(({ action, outcome }) => !page.entries.some(isSame(action, outcome)))
  return { ...page, entries: [...shown, ...page.entries] }
}

/** Whether an event already shows what the record would show. */
const isSame =
  (action: string, outcome: string) =>
  (event: ShownEvent): boolean =>
    event.action === action && event.outcome === outcome

const findRecord = async (jobs: JobStore, input: GetJob): Promise<SubmissionRecord> => {
  const id = isSubmissionId(input.jobId) ? input.jobId : (await findJob({ jobs }, input))?.job.id
  const record = id === undefined ? undefined : await findSubmission({ jobs }, { ...input, id })
  if (record) return record
  throw new JobError('JOB_NOT_FOUND', `Your team has no job or submission ${JSON.stringify(input.jobId.slice(0, 64))}.`)
}

type ReadPart = (page: PageRequest) => Promise<Page<ShownEvent>>

const partsOf = ({ lists, history }: EventsDeps, recordId: string): readonly ReadPart[] => [
  page => lists.olderEvents(recordId, page),
  async page => pageOf(await history.stream(attemptsStream(recordId), page)),
  async page => pageOf(await history.stream(recordId, page)),
]

const pageOf = ({ events, end, more }: EventPage): Page<ShownEvent> => ({
  entries: events,
  ...(more && end !== undefined && { after: end }),
})

/** Several lists as one. A place names the part, and the place within it. */
const readParts = async (parts: readonly ReadPart[], { limit, after }: EventRequest): Promise<Page<ShownEvent>> => {
  const [name = '0', start] = after === undefined ? [] : readPlace(after, 2)
  if (!/^\d$/.test(name)) throw pageTokenInvalid()
  const entries: ShownEvent[] = []
  for (let part = Number(name), place = start === BEGINNING ? undefined : start; ; part += 1, place = undefined) {
    const read = parts[part]
    if (read === undefined) return { entries }
    const page = await read({ limit: limit - entries.length, ...(place !== undefined && { after: place }) })
    entries.push(...page.entries)
    if (page.after !== undefined) return { entries, after: writePlace(String(part), page.after) }
    if (entries.length >= limit && part + 1 < parts.length)
      return { entries, after: writePlace(String(part + 1), BEGINNING) }
  }
}

const BEGINNING = '-'

const recordEvents = (record: SubmissionRecord): readonly OlderEvent[] => {
  const { id, asker, createdAt, archivedAt, state, jobId } = record
  const { detail } = followsDetail(record)
  const said = [jobId, detail].filter(text => text !== undefined).join('; ')
  const submitted: OlderEvent = {
    principal: asker.principal,
    ...(asker.requestId !== undefined && { requestId: asker.requestId }),
    id: `${id}-submitted`,
    at: createdAt,
    action: 'submit',
    outcome: state === 'created' ? 'done' : 'begun',
    ...(said !== '' && { detail: said }),
  }
  if (archivedAt === undefined) return [submitted]
  const archived = { principal: 'waybill', id: `${id}-archived`, action: 'archive', outcome: 'done' } as const
  return [submitted, { ...archived, at: archivedAt }]
}
