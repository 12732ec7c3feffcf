import { ACTIONS, OUTCOMES } from '../../audit/actions.ts'
import type { AuditEvent } from '../../audit/event.ts'
import type { EventFilter } from '../../audit/event-filter.ts'
import type { History } from '../../audit/ports.ts'
import type { EventDeps } from '../../audit/record-event.ts'
import { attempt } from '../../jobs/attempt.ts'
import { type EventList, listEvents } from '../../jobs/look-up/list-events.ts'
import { oneOf, pagingOf, spanOf } from '../jobs/job-list.ts'
import { askingOf, queryDetail } from '../kit/asking.ts'
import { type CsvColumns, csvOf, csvType, wantsCsv } from '../kit/csv.ts'
import type { HttpAnswer } from '../kit/exchange.ts'
import type { CallerRequest } from '../kit/handler.ts'
import { nextPage } from '../kit/next-page.ts'
import { singleQuery } from '../kit/query.ts'

export const EVENT_FORMATS = ['json', 'csv', 'ndjson'] as const

const FILTERS = ['team', 'principal', 'action', 'outcome', 'jobId', 'from', 'to'] as const

/** `GET /v1/events`. Reading history is itself an event, which is recorded before the answer. */
export const eventList = async (
  deps: EventDeps & { readonly history: History },
  request: CallerRequest,
): Promise<HttpAnswer> => {
  const { filter, form, paging } = eventQuery(request)
  const asking = askingOf(request)
  const list = () => listEvents(deps, { ...asking, ...paging, filter })
  return answerIn[form](request, await attempt(deps, asking, 'list-events', list, () => queryDetail(request)))
}

type Form = (typeof EVENT_FORMATS)[number]

const eventQuery = (request: CallerRequest) => {
  const query = singleQuery(request, [...FILTERS, 'format', 'pageSize', 'pageToken'])
  const { team, principal, jobId } = query
  const filter: EventFilter = {
    ...(team !== undefined && { team }),
    ...(principal !== undefined && { principal }),
    ...(jobId !== undefined && { jobId: jobId.toUpperCase() }),
    ...oneOf('action', query.action, ACTIONS),
    ...oneOf('outcome', query.outcome, OUTCOMES),
    ...spanOf(query),
  }
  const { format } = oneOf('format', query.format, EVENT_FORMATS)
  return { filter, form: format ?? formByHeader(request), paging: pagingOf(query) }
}

const NDJSON = 'application/x-ndjson'

const formByHeader = (request: CallerRequest): Form => {
  if (request.headers.accept?.toLowerCase().includes(NDJSON)) return 'ndjson'
  return wantsCsv(request) ? 'csv' : 'json'
}

const headersOf = (request: CallerRequest, { nextPageToken }: EventList) => ({
  Vary: 'Accept',
  ...nextPage(request, nextPageToken),
})

const answerIn: Readonly<Record<Form, (request: CallerRequest, page: EventList) => HttpAnswer | Promise<HttpAnswer>>> =
  {
    json: (request, page) => ({ status: 200, headers: headersOf(request, page), body: page }),
    ndjson: (request, page) => ({
      status: 200,
      headers: headersOf(request, page),
      body: new TextEncoder().encode(page.events.map(event => `${JSON.stringify(event)}\n`).join('')),
      contentType: NDJSON,
    }),
    csv: async (request, page) => {
      // Only the first page of a list begins with the column names.
      const header = { header: !request.query.has('pageToken') }
      const body = await csvOf(COLUMNS, page.events.map(rowOf), header)
      return { status: 200, headers: headersOf(request, page), body, contentType: csvType(header) }
    },
  }

const COLUMNS = {
  v: 'exact',
  at: 'exact',
  stream: 'exact',
  sequence: 'exact',
  id: 'exact',
  principal: 'free',
  accessKeyId: 'exact',
  address: 'exact',
  userAgent: 'free',
  requestId: 'exact',
  team: 'free',
  jobId: 'free',
  action: 'exact',
  outcome: 'exact',
  code: 'exact',
  detail: 'free',
  before: 'exact',
  after: 'exact',
  previous: 'exact',
  hash: 'exact',
} as const satisfies CsvColumns<keyof AuditEvent>

const rowOf = ({ before, after, ...event }: AuditEvent) => ({
  ...event,
  before: before && JSON.stringify(before),
  after: after && JSON.stringify(after),
})
