import type { Translate } from '../../i18n/translate.ts'
import { linkTo } from '../../route.ts'
import type { JobList } from './list-jobs.ts'

/** A job of the list, or a submission that has come to no job. */
export type Row = JobList['jobs'][number]

const jobIdOf = (row: Row): string | undefined => ('jobId' in row ? row.jobId : undefined)

type Job = Extract<Row, { readonly device: unknown }>

/** What a cell shows. The first page and the whole one draw it each with what they have. */
export type Cell =
  /** In the page's words. */
  | { readonly is: 'words'; readonly text: string }
  /** The same, and not worth a look. */
  | { readonly is: 'nothing'; readonly text: string }
  /** In the words of whoever made the job: as long as it likes, and in any direction of writing. */
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'link'; readonly href: string; readonly text: string }
  | { readonly is: 'state'; readonly state: Row['state'] }
  | { readonly is: 'stage'; readonly stage: Job['device']['stage'] }
  /** `undefined`: it has not happened. */
  | { readonly is: 'time'; readonly at: string | undefined }

interface Column {
  readonly id: string
  readonly header: string
  readonly isRowHeader?: boolean
  /** In pixels. */
  readonly width: number
  readonly minWidth: number
  readonly cell: (row: Row) => Cell
}

const words = (text: string): Cell => ({ is: 'words', text })
const text = (given: string): Cell => ({ is: 'text', text: given })
const time = (at: string | undefined): Cell => ({ is: 'time', at })

/** Every column that the table can show. The last one that is shown gets the room that is left: of the first ones, the buckets. */
export const columnsOf = (t: Translate): readonly Column[] => [
  {
    id: 'jobId',
    header: t('jobs.jobId'),
    isRowHeader: true,
    width: 85,
    minWidth: 85,
    cell: row => {
      const jobId = jobIdOf(row)
      return jobId === undefined
        ? { is: 'nothing', text: t('jobs.noJob') }
        : { is: 'link', href: linkTo(['jobs', jobId]), text: jobId }
    },
  },
  {
    id: 'deviceId',
    header: t('jobs.deviceId'),
    width: 146,
    minWidth: 90,
    cell: ({ deviceId }) => text(deviceId),
  },
  { id: 'kind', header: t('jobs.kind'), width: 112, minWidth: 90, cell: ({ kind }) => words(t(`kind.${kind}`)) },
  { id: 'state', header: t('jobs.state'), width: 132, minWidth: 90, cell: ({ state }) => ({ is: 'state', state }) },
  {
    id: 'stage',
    header: t('jobs.stage'),
    width: 186,
    minWidth: 90,
    cell: row => ('device' in row ? { is: 'stage', stage: row.device.stage } : words('–')),
  },
  { id: 'createdAt', header: t('jobs.createdAt'), width: 165, minWidth: 90, cell: ({ createdAt }) => time(createdAt) },
  {
    id: 'buckets',
    header: t('jobs.bucket'),
    width: 125,
    minWidth: 90,
    cell: ({ buckets }) => text(buckets.join(', ')),
  },
  {
    id: 'expiresAt',
    header: t('jobs.expiresAt'),
    width: 165,
    minWidth: 90,
    cell: row => time('device' in row ? row.device.expiresAt : undefined),
  },
  {
    id: 'tracking',
    header: t('job.tracking'),
    width: 220,
    minWidth: 90,
    cell: row =>
      text(('device' in row && [row.device.carrier, row.device.trackingNumber].filter(Boolean).join(' ')) || '–'),
  },
  {
    id: 'tags',
    header: t('jobs.tags'),
    width: 200,
    minWidth: 90,
    cell: ({ tags = {} }) =>
      text(
        Object.entries(tags)
          .map(([name, value]) => `${name}=${value}`)
          .join(', ') || '–',
      ),
  },
  { id: 'updatedAt', header: t('jobs.updatedAt'), width: 165, minWidth: 90, cell: ({ updatedAt }) => time(updatedAt) },
  { id: 'team', header: t('jobs.team'), width: 120, minWidth: 90, cell: ({ team }) => words(team) },
  {
    id: 'archivedAt',
    header: t('jobs.archivedAt'),
    width: 165,
    minWidth: 90,
    cell: row => time('archivedAt' in row ? row.archivedAt : undefined),
  },
]
