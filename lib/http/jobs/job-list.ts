import { DEVICE_STAGES } from '../../jobs/device-stage.ts'
import type { JobFilter } from '../../jobs/job-filter.ts'
import type { ListJobs } from '../../jobs/look-up/list-jobs.ts'
import { orderedTags } from '../../jobs/tagging.ts'
import { STATES, type State } from '../../jobs/transitions.ts'
import { JOB_TYPES, KINDS } from '../../manifest/manifest.ts'
import { beginsWithDay } from '../../query-api/calendar.ts'
import type { Timestamp } from '../../system.ts'
import { FORMATS, wantsCsv } from '../kit/csv.ts'
import type { HttpRequest } from '../kit/exchange.ts'
import { singleQuery } from '../kit/query.ts'
import { RequestError } from '../kit/request-error.ts'
import { tagsOfQuery } from './tagging-input.ts'

// The keys of a record are its type.
const STATE_NAMES = Object.keys(STATES) as State[]

const FILTERS = [
  'team',
  'jobId',
  'deviceId',
  'bucket',
  'kind',
  'jobType',
  'state',
  'stage',
  'archived',
  'expiresBefore',
  'from',
  'to',
] as const
const PAGING = ['pageSize', 'pageToken'] as const
const FORM = ['format', 'all'] as const
const SWITCH = ['true', 'false'] as const
const NOT_ARCHIVED = ['false'] as const
const DEFAULT_PAGE_SIZE = 50
const LARGEST_PAGE_SIZE = 1000

export interface ListQuery extends Pick<ListJobs, 'filter' | 'pageSize' | 'pageToken'> {
  /** The whole list instead of one page. */
  readonly isAll: boolean
}

/**
 * The filters and the page that a request for a list names.
 *
 * @throws RequestError QUERY_INVALID
 */
export const listQuery = (request: HttpRequest): ListQuery => {
  const tags = tagsOfQuery(request)
  const query = singleQuery(request, [...FILTERS, ...PAGING, ...FORM], ['tag'])
  const { team, jobId, deviceId, bucket } = query
  const { all: isAll = 'false' } = oneOf('all', query.all, SWITCH)
  oneOf('format', query.format, FORMATS)
  return {
    filter: {
      ...(team !== undefined && { team }),
      ...(jobId !== undefined && { jobId }),
      ...(deviceId !== undefined && { deviceId }),
      ...(bucket !== undefined && { bucket }),
      ...(tags && { tags: orderedTags(tags) }),
      ...oneOf('kind', query.kind, KINDS),
      ...oneOf('jobType', query.jobType, JOB_TYPES),
      ...oneOf('state', query.state, STATE_NAMES),
      ...oneOf('stage', query.stage, DEVICE_STAGES),
      ...oneOf('archived', query.archived, NOT_ARCHIVED),
      ...moment('expiresBefore', query.expiresBefore),
      ...spanOf(query),
    },
    ...(isAll === 'true' ? wholeOf(request, query) : pagingOf(query)),
    isAll: isAll === 'true',
  }
}

/** An export has the largest pages. */
const wholeOf = (request: HttpRequest, { pageSize, ...query }: Parameters<typeof pagingOf>[0]) => {
  if (!wantsCsv(request)) throw new RequestError('QUERY_INVALID', 'all=true goes with format=csv only.')
  if (pageSize !== undefined) throw new RequestError('QUERY_INVALID', 'pageSize does not go with all=true.')
  return { ...pagingOf(query), pageSize: LARGEST_PAGE_SIZE }
}

/** The page that a query asks for. */
export const pagingOf = ({ pageSize, pageToken }: { readonly pageSize?: string; readonly pageToken?: string }) => {
  const size = pageSize === undefined ? DEFAULT_PAGE_SIZE : Number(pageSize)
  if (!/^\d{1,9}$/.test(pageSize ?? '1') || size < 1 || size > LARGEST_PAGE_SIZE) {
    throw new RequestError('QUERY_INVALID', `pageSize must be a whole number from 1 to ${LARGEST_PAGE_SIZE}.`)
  }
  return {
    pageSize: size,
    ...(pageToken !== undefined && { pageToken }),
  }
}

/** @throws RequestError QUERY_INVALID, with the allowed values */
export const oneOf = <N extends string, T extends string>(
  name: N,
  value: string | undefined,
  values: readonly T[],
): { readonly [K in N]?: T } => {
  if (value === undefined) return {}
  const known = values.find(candidate => candidate.toLowerCase() === value.toLowerCase())
  if (known === undefined) throw new RequestError('QUERY_INVALID', `${name} must be one of ${values.join(', ')}.`)
  // A computed name widens to string; it is the very N.
  return { [name]: known } as { readonly [K in N]: T }
}

/** A day (UTC), or a moment (RFC 3339). */
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

/** The time between two moments. If it ends before it begins, the caller has made a mistake. */
export const spanOf = (query: { readonly from?: string; readonly to?: string }): Pick<JobFilter, 'from' | 'to'> => {
  const span: Pick<JobFilter, 'from' | 'to'> = { ...moment('from', query.from), ...moment('to', query.to) }
  if (span.from === undefined || span.to === undefined || span.from <= span.to) return span
  throw new RequestError('QUERY_INVALID', `from (${span.from}) is after to (${span.to}); exchange them.`)
}
