import { stringify } from 'csv-stringify/sync'
import type { JobFilter, Listed } from '../../jobs/job-filter.ts'
import type { ListJobs } from '../../jobs/look-up/list-jobs.ts'
import type { TokenPage } from '../../jobs/look-up/page-tokens.ts'
import type { SubmissionRecord } from '../../jobs/submission-record.ts'
import { allowedActions, STATES, type State } from '../../jobs/transitions.ts'
import { JOB_TYPES, KINDS } from '../../manifest/manifest.ts'
import { beginsWithDay } from '../../query-api/calendar.ts'
import type { Timestamp } from '../../system.ts'
import type { HttpAnswer, HttpRequest } from '../kit/exchange.ts'
import { singleQuery } from '../kit/query.ts'
import { RequestError } from '../kit/request-error.ts'
import { listedJobResource } from './job-resource.ts'

// The keys of a record are its type.
const STATE_NAMES = Object.keys(STATES) as State[]

const FILTERS = ['team', 'jobId', 'deviceId', 'bucket', 'kind', 'jobType', 'state', 'from', 'to'] as const
const PAGING = ['pageSize', 'pageToken'] as const
const DEFAULT_PAGE_SIZE = 50
const LARGEST_PAGE_SIZE = 1000

/**
 * What a list is asked for.
 *
 * @throws RequestError QUERY_INVALID
 */
export const listQuery = (request: HttpRequest): Pick<ListJobs, 'filter' | 'pageSize' | 'pageToken'> => {
  const query = singleQuery(request, [...FILTERS, ...PAGING])
  const { team, jobId, deviceId, bucket } = query
  return {
    filter: {
      ...(team !== undefined && { team }),
      ...(jobId !== undefined && { jobId }),
      ...(deviceId !== undefined && { deviceId }),
      ...(bucket !== undefined && { bucket }),
      ...oneOf('kind', query.kind, KINDS),
      ...oneOf('jobType', query.jobType, JOB_TYPES),
      ...oneOf('state', query.state, STATE_NAMES),
      ...spanOf(query),
    },
    ...pagingOf(query),
  }
}

/** The part of a query that asks for a page. */
export const pagingOf = ({ pageSize, pageToken }: { readonly pageSize?: string; readonly pageToken?: string }) => {
  if (pageSize !== undefined && !/^\d{1,9}$/.test(pageSize)) {
    throw new RequestError('QUERY_INVALID', 'pageSize must be a whole number from 1 to 1000; more counts as 1000.')
  }
  return {
    pageSize: Math.min(Number(pageSize ?? 0) || DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE),
    ...(pageToken !== undefined && { pageToken }),
  }
}

const oneOf = <N extends string, T extends string>(name: N, value: string | undefined, values: readonly T[]) => {
  if (value === undefined) return {}
  const known = values.find(candidate => candidate.toLowerCase() === value.toLowerCase())
  if (known === undefined) throw new RequestError('QUERY_INVALID', `${name} must be one of ${values.join(', ')}.`)
  // A computed name widens to string; it is the very N.
  return { [name]: known } as { readonly [K in N]: T }
}

/** A day (UTC), or a moment as RFC 3339 writes it. */
const MOMENT = /^\d{4}-\d\d-\d\d(?:[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d))?$/

const moment = <N extends string>(name: N, value: string | undefined) => {
  if (value === undefined) return {}
  const time = MOMENT.test(value) && beginsWithDay(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(time) || new Date(time).toISOString().length !== '2026-11-21T00:00:00.000Z'.length) {
    throw new RequestError(
      'QUERY_INVALID',
      `${name} must be a day or a moment, such as 2026-11-21 or 2026-11-21T10:00:00Z; a plus sign is written %2B.`,
    )
  }
  // A computed name widens to string; it is the very N.
  return { [name]: new Date(time).toISOString() } as { readonly [K in N]: Timestamp }
}

/** What lies between two moments; one that ends before it begins is a slip of the caller's. */
const spanOf = (query: { readonly from?: string; readonly to?: string }): Pick<JobFilter, 'from' | 'to'> => {
  const span: Pick<JobFilter, 'from' | 'to'> = { ...moment('from', query.from), ...moment('to', query.to) }
  if (span.from === undefined || span.to === undefined || span.from <= span.to) return span
  throw new RequestError('QUERY_INVALID', `from (${span.from}) is after to (${span.to}); exchange them.`)
}

/** A page of jobs as JSON, or as CSV for who would rather have that. */
export const listAnswer = (request: HttpRequest, { entries, nextPageToken }: TokenPage<Listed>): HttpAnswer => {
  const jobs = entries.map(listed =>
    'job' in listed
      ? listedJobResource(listed, request.basePath)
      : submissionResource(listed.submission, request.basePath),
  )
  const headers = nextPageToken === undefined ? {} : { Link: `<${nextLink(request, nextPageToken)}>; rel="next"` }
  const vary = { Vary: 'Accept' }
  if (prefersCsv(request)) {
    return {
      status: 200,
      headers: { ...headers, ...vary },
      body: new TextEncoder().encode(csvOf(jobs)),
      contentType: 'text/csv; charset=utf-8; header=present',
    }
  }
  return {
    status: 200,
    headers: { ...headers, ...vary },
    body: { jobs, ...(nextPageToken !== undefined && { nextPageToken }) },
  }
}

/** The same list from its next page on (RFC 8288). */
export const nextLink = ({ path, query }: HttpRequest, pageToken: string): string => {
  const search = new URLSearchParams([...query].map(([name, [value = '']]): [string, string] => [name, value]))
  search.set('pageToken', pageToken)
  return `${path}?${search}`
}

/** A submission that has come to no job (yet). */
const submissionResource = (submission: SubmissionRecord, basePath: string) => ({
  id: submission.id,
  team: submission.team,
  kind: submission.kind,
  jobType: submission.jobType,
  state: submission.state,
  deviceId: submission.deviceId,
  buckets: submission.buckets,
  error: submission.error,
  allowedActions: allowedActions(submission.state),
  createdAt: submission.createdAt,
  updatedAt: submission.updatedAt,
  links: { events: `${basePath}/v1/jobs/${submission.id}/events` },
})

const prefersCsv = ({ headers }: HttpRequest): boolean => {
  const quality = (type: string) => {
    const range = (headers.accept ?? '')
      .toLowerCase()
      .split(',')
      .find(part => part.split(';')[0]?.trim() === type)
    if (range === undefined) return 0
    return Number(/;\s*q=([\d.]+)/.exec(range)?.[1] ?? 1)
  }
  return quality('text/csv') > quality('application/json')
}

const COLUMNS = [
  'jobId',
  'id',
  'team',
  'kind',
  'jobType',
  'state',
  'deviceId',
  'buckets',
  'signature',
  'createdAt',
  'updatedAt',
  'archivedAt',
  'locationCode',
  'progressCode',
  'checkedAt',
] as const

/** RFC 4180. What a spreadsheet would take for a formula begins with an apostrophe instead. */
const csvOf = (
  jobs: readonly (ReturnType<typeof listedJobResource> | ReturnType<typeof submissionResource>)[],
): string =>
  stringify(
    jobs.map(job => ({ ...job, ...('status' in job && job.status), buckets: job.buckets.join(' ') })),
    { header: true, columns: [...COLUMNS], escape_formulas: true, record_delimiter: '\r\n' },
  )
