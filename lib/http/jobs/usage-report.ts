import type { ReportUsage } from '../../jobs/report/report-usage.ts'
import { type Figure, monthOf, totalOf, type UsageRow } from '../../jobs/report/usage.ts'
import { orderedTags } from '../../jobs/tagging.ts'
import type { Clock } from '../../system.ts'
import { askingOf } from '../kit/asking.ts'
import { type CsvColumns, csvOf, csvType, FORMATS, wantsCsv } from '../kit/csv.ts'
import type { HttpAnswer } from '../kit/exchange.ts'
import type { CallerRequest } from '../kit/handler.ts'
import { singleQuery } from '../kit/query.ts'
import { oneOf, spanOf } from './job-list.ts'

/**
 * The report that a request asks for. Without a time, it begins with the first day of this month.
 *
 * @throws RequestError QUERY_INVALID, JobError TAGS_INVALID
 */
export const usageQuery = (request: CallerRequest, clock: Clock): ReportUsage => {
  const { team, tag, format, ...query } = singleQuery(request, ['team', 'from', 'to', 'tag', 'format'])
  oneOf('format', format, FORMATS)
  if (tag !== undefined) orderedTags({ [tag]: 'value' })
  const { from = `${monthOf(clock().toISOString())}-01T00:00:00.000Z`, ...span } = spanOf(query)
  return {
    ...askingOf(request),
    from,
    ...span,
    ...(team !== undefined && { team }),
    ...(tag !== undefined && { tag }),
  }
}

export const usageAnswer = async (
  request: CallerRequest,
  { from, to, tag }: ReportUsage,
  rows: readonly UsageRow[],
  clock: Clock,
): Promise<HttpAnswer> => {
  const headers = { Vary: 'Accept' }
  if (!wantsCsv(request)) {
    const body = { from, to: to ?? clock().toISOString(), tag, rows: rows.map(rowResource), total: totalOf(rows) }
    return { status: 200, headers, body }
  }
  const header = { header: true }
  return { status: 200, headers, body: await csvOf(COLUMNS, rows, header), contentType: csvType(header) }
}

const rowResource = ({ team, month, kind, tag, ...counts }: UsageRow) => ({
  team,
  month,
  kind: kind ?? null,
  tag: tag ?? null,
  ...counts,
})

const COLUMNS = {
  team: 'exact',
  month: 'exact',
  kind: 'exact',
  tag: 'free',
  jobs: 'exact',
  refusals: 'exact',
  validations: 'exact',
  devicesReceived: 'exact',
  devicesReturned: 'exact',
  devicesWithErrors: 'exact',
} as const satisfies CsvColumns<'team' | 'month' | 'kind' | 'tag' | Figure>
