import { deviceOf } from '../../jobs/device.ts'
import type { JobSummary } from '../../jobs/job.ts'
import type { Listed } from '../../jobs/job-filter.ts'
import type { SubmissionRecord } from '../../jobs/submission-record.ts'
import { tagText } from '../../jobs/tagging.ts'
import { type CsvRow, csvOf } from '../kit/csv.ts'

/** New columns come last, so that programs that count columns still find the others. */
const COLUMNS = {
  jobId: 'exact',
  id: 'exact',
  team: 'exact',
  kind: 'exact',
  jobType: 'exact',
  state: 'exact',
  deviceId: 'free',
  buckets: 'exact',
  createdAt: 'exact',
  updatedAt: 'exact',
  archivedAt: 'exact',
  locationCode: 'exact',
  progressCode: 'exact',
  checkedAt: 'exact',
  carrier: 'free',
  trackingNumber: 'free',
  errorCode: 'exact',
  errorDetail: 'free',
  tags: 'free',
  stage: 'exact',
  stageSince: 'exact',
  expiresAt: 'exact',
} as const

/** Jobs, and submissions without a job, as CSV with one line each. */
export const jobsCsv = (entries: readonly Listed[], options: { readonly header: boolean }) =>
  csvOf(COLUMNS, entries.map(rowOf), options)

const rowOf = (listed: Listed): CsvRow<keyof typeof COLUMNS> => {
  if ('submission' in listed) {
    const { submission } = listed
    return { ...subjectOf(submission), errorCode: submission.error?.code, errorDetail: submission.error?.detail }
  }
  const { job, archivedAt } = listed
  const { locationCode, progressCode, checkedAt } = job.status ?? {}
  const { stage, since: stageSince, carrier, trackingNumber, expiresAt } = deviceOf(job)
  return {
    ...subjectOf(job),
    jobId: job.jobId,
    archivedAt,
    locationCode,
    progressCode,
    checkedAt,
    carrier,
    trackingNumber,
    stage,
    stageSince,
    expiresAt,
  }
}

const subjectOf = (of: JobSummary | SubmissionRecord) => ({
  id: of.id,
  team: of.team,
  kind: of.kind,
  jobType: of.jobType,
  state: of.state,
  deviceId: of.deviceId,
  buckets: of.buckets.join(' '),
  // A tag cannot contain a semicolon.
  tags: Object.entries(of.tags ?? {})
    .map(tagText)
    .join('; '),
  createdAt: of.createdAt,
  updatedAt: of.updatedAt,
})
