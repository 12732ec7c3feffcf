import { type ReportDeps, type ReportUsage, reportUsage } from '../../jobs/report/report-usage.ts'
import { type FIGURES, totalOf, type UsageRow } from '../../jobs/report/usage.ts'
import { requireTagging } from '../../jobs/tagging.ts'
import type { Clock } from '../../system.ts'
import { type CsvColumns, csvOf, csvType, FORMATS, wantsCsv } from '../kit/csv.ts'
import type { HttpAnswer } from '../kit/exchange.ts'
import type { CallerRequest } from '../kit/handler.ts'
import { singleQuery } from '../kit/query.ts'
import { oneOf, spanOf } from './job-list.ts'

/** `GET /v1/reports/usage`. */
export const usageReport = async (deps: ReportDeps, request: CallerRequest): Promise<HttpAnswer> => {
  const { team, tag, span } = usageQuery(request, deps.clock)
  const { caller, requestId } = request
  const asked: ReportUsage = {
    caller,
    requestId,
    ...span,
    ...(team !== undefined && { team }),
    ...(tag !== undefined && { tag }),
  }
  const rows = await reportUsage(deps, asked)
  const headers = { Vary: 'Accept' }
  if (!wantsCsv(request)) {
    const { from, to = deps.clock().toISOString() } = span
    return { status: 200, headers, body: { from, to, tag, rows: rows.map(rowResource), total: totalOf(rows) } }
  }
  const header = { header: true }
  return { status: 200, headers, body: csvOf(COLUMNS, rows, header), contentType: csvType(header) }
}

/** Without a time: since the first day of this month. */
const usageQuery = (request: CallerRequest, clock: Clock) => {
  const { team, tag, format, ...query } = singleQuery(request, ['team', 'from', 'to', 'tag', 'format'])
  oneOf('format', format, FORMATS)
  if (tag !== undefined) requireTagging({ tags: { [tag]: 'value' } })
  const { from = `${clock().toISOString().slice(0, '2026-11'.length)}-01T00:00:00.000Z`, ...span } = spanOf(query)
  return { team, tag, span: { from, ...span } }
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
} as const satisfies CsvColumns<'team' | 'month' | 'kind' | 'tag' | (typeof FIGURES)[number]>
