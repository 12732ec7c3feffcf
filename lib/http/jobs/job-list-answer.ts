import type { Listed } from '../../jobs/job-filter.ts'
import type { TokenPage } from '../../jobs/look-up/page-tokens.ts'
import type { Clock } from '../../system.ts'
import { csvType, wantsCsv } from '../kit/csv.ts'
import type { HttpAnswer, HttpRequest } from '../kit/exchange.ts'
import { nextPage } from '../kit/next-page.ts'
import { jobsCsv } from './job-csv.ts'
import { listedJobResource } from './job-resource.ts'
import { submissionResource } from './submission-resource.ts'

/** A page of jobs as JSON, or as CSV if the request wants that. */
export const listAnswer = async (
  request: HttpRequest,
  { entries, nextPageToken }: TokenPage<Listed>,
): Promise<HttpAnswer> => {
  const headers = { Vary: 'Accept', ...nextPage(request, nextPageToken) }
  if (wantsCsv(request)) return csvAnswer(request, headers, [await jobsCsv(entries, headerOf(request))])
  const jobs = entries.map(listed =>
    'job' in listed
      ? listedJobResource(listed, request.basePath)
      : submissionResource(listed.submission, request.basePath),
  )
  return { status: 200, headers, body: { jobs, ...(nextPageToken !== undefined && { nextPageToken }) } }
}

/**
 * After this many bytes, an answer ends with the current page. A page of 1,000 lines adds at most 2.5 MB, and Lambda's limit is
 * 4.5 MB of bytes (6 MB of base64).
 */
const EXPORT_BYTES = 1_500_000
/** After this time, too: less than half of the time that a function and API Gateway have for a request. */
const EXPORT_MS = 10_000

/**
 * A whole list as CSV: as many pages as fit into one answer, and a link to the rest. The answers one after the other are one
 * table.
 */
export const exportAnswer = async (
  request: HttpRequest,
  pages: AsyncIterable<TokenPage<Listed>>,
  clock: Clock,
): Promise<HttpAnswer> => {
  const until = clock().getTime() + EXPORT_MS
  const parts: Uint8Array[] = []
  let size = 0
  for await (const { entries, nextPageToken } of pages) {
    const header = parts.length === 0 && headerOf(request).header
    const part = await jobsCsv(entries, { header })
    parts.push(part)
    size += part.length
    const isFull = size >= EXPORT_BYTES || clock().getTime() >= until
    if (isFull) return csvAnswer(request, { Vary: 'Accept', ...nextPage(request, nextPageToken) }, parts)
  }
  return csvAnswer(request, { Vary: 'Accept' }, parts)
}

/** Only the first page of a list begins with the column names. */
const headerOf = ({ query }: HttpRequest) => ({ header: !query.has('pageToken') })

const csvAnswer = (
  request: HttpRequest,
  headers: Readonly<Record<string, string>>,
  parts: readonly Uint8Array[],
): HttpAnswer => ({ status: 200, headers, body: Buffer.concat(parts), contentType: csvType(headerOf(request)) })
