import type { components } from '../../client/client.ts'
import type { Column } from '../output/rows.ts'

export type ShownJob = components['schemas']['Job']
/** A row of a list: a job, or a submission that has come to none (yet). */
export type ListedJob = components['schemas']['JobList']['jobs'][number]

export const JOB_COLUMNS: readonly Column<ListedJob>[] = [
  { title: 'job', of: ({ jobId }) => jobId ?? '-' },
  { title: 'state', of: ({ state }) => state },
  { title: 'stage', of: job => ('device' in job ? job.device.stage : '-') },
  { title: 'kind', of: ({ kind }) => kind },
  { title: 'device', of: ({ deviceId }) => deviceId },
  { title: 'buckets', of: ({ buckets }) => buckets.join(' ') },
  { title: 'created', of: ({ createdAt }) => createdAt },
]

/** One job, for people. */
export const jobFields = (job: ShownJob): readonly (readonly [string, unknown])[] => [
  ['Job', job.jobId],
  ['State', job.state],
  ['Stage', `${job.device.stage}, since ${job.device.since}`],
  ['Expires', job.device.expiresAt],
  ['Rejected', job.device.reason && `${job.device.reason.code}: ${job.device.reason.advice}`],
  ['Kind', job.kind],
  ['Team', job.team],
  ['Device', job.deviceId],
  ['Buckets', job.buckets.join(' ')],
  ['Description', job.description],
  [
    'Tags',
    Object.entries(job.tags ?? {})
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
  ],
  ['Created', job.createdAt],
  ['Updated', job.updatedAt],
  ['Location', job.status?.locationMessage ?? job.status?.locationCode],
  ['Progress', job.status?.progressMessage ?? job.status?.progressCode],
  ['Errors', job.status?.errorCount],
  ['Signature', job.signature],
  ['Ship to', job.shippingAddress],
  ['Papers', job.artifacts.map(({ name, description }) => `${name}  ${description}`).join('\n')],
  ['Warnings', job.warnings.map(({ code, detail }) => `${code}: ${detail}`).join('\n')],
  ['May now', job.allowedActions.join(', ')],
]

/** Of an export. The signature is exact: a spreadsheet must import it as text. */
export const EXPORT_COLUMNS: readonly Column<ListedJob>[] = [
  { title: 'jobId', of: ({ jobId }) => jobId },
  { title: 'id', of: ({ id }) => id },
  { title: 'team', of: ({ team }) => team },
  { title: 'kind', of: ({ kind }) => kind },
  { title: 'jobType', of: ({ jobType }) => jobType },
  { title: 'state', of: ({ state }) => state },
  { title: 'stage', of: job => ('device' in job ? job.device.stage : undefined) },
  { title: 'deviceId', of: ({ deviceId }) => deviceId },
  { title: 'buckets', of: ({ buckets }) => buckets.join(' ') },
  { title: 'signature', of: job => ('signature' in job ? String(job.signature ?? '') : undefined), isExact: true },
  { title: 'createdAt', of: ({ createdAt }) => createdAt },
  { title: 'updatedAt', of: ({ updatedAt }) => updatedAt },
]
