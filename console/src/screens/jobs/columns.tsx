import type { ReactNode } from 'react'
import type { components } from '../../../../lib/client/client.ts'
import type { Translate } from '../../i18n/i18n.tsx'
import type { Stage } from '../../parts/job-words.tsx'
import { Time } from '../../parts/time.tsx'
import { linkTo } from '../../route.ts'

/** A job of the list, or a submission that has come to no job. */
export type Row = components['schemas']['JobList']['jobs'][number]

export const jobIdOf = (row: Row): string | undefined => ('jobId' in row ? row.jobId : undefined)

/** How a table shows what is more than a text. */
export interface CellParts {
  readonly link: (href: string, text: string) => ReactNode
  readonly state: (state: Row['state']) => ReactNode
  readonly stage: (stage: Stage) => ReactNode
}

interface Column {
  readonly id: string
  readonly header: string
  readonly isRowHeader?: boolean
  /** In pixels. */
  readonly width: number
  readonly minWidth: number
  readonly cell: (row: Row) => ReactNode
}

/** Every column that the table can show. */
export const columnsOf = (t: Translate, { link, state: stateOf, stage: stageOf }: CellParts): readonly Column[] => [
  {
    id: 'jobId',
    header: t('jobs.jobId'),
    isRowHeader: true,
    width: 100,
    minWidth: 90,
    cell: row => {
      const jobId = jobIdOf(row)
      return jobId === undefined ? (
        <span className="quiet">{t('jobs.noJob')}</span>
      ) : (
        link(linkTo(['jobs', jobId]), jobId)
      )
    },
  },
  {
    id: 'deviceId',
    header: t('jobs.deviceId'),
    width: 160,
    minWidth: 90,
    cell: ({ deviceId }) => <bdi className="break">{deviceId}</bdi>,
  },
  { id: 'kind', header: t('jobs.kind'), width: 110, minWidth: 90, cell: ({ kind }) => t(`kind.${kind}`) },
  { id: 'state', header: t('jobs.state'), width: 130, minWidth: 90, cell: ({ state }) => stateOf(state) },
  {
    id: 'stage',
    header: t('jobs.stage'),
    width: 140,
    minWidth: 90,
    cell: row => ('device' in row ? stageOf(row.device.stage) : '–'),
  },
  {
    id: 'buckets',
    header: t('jobs.bucket'),
    width: 160,
    minWidth: 90,
    cell: ({ buckets }) => <span className="break">{buckets.join(', ')}</span>,
  },
  {
    id: 'createdAt',
    header: t('jobs.createdAt'),
    width: 170,
    minWidth: 90,
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
  {
    id: 'expiresAt',
    header: t('jobs.expiresAt'),
    width: 200,
    minWidth: 90,
    cell: row => <Time at={'device' in row ? row.device.expiresAt : undefined} />,
  },
  {
    id: 'tracking',
    header: t('job.tracking'),
    width: 220,
    minWidth: 90,
    cell: row =>
      'device' in row ? [row.device.carrier, row.device.trackingNumber].filter(Boolean).join(' ') || '–' : '–',
  },
  {
    id: 'tags',
    header: t('jobs.tags'),
    width: 200,
    minWidth: 90,
    cell: ({ tags = {} }) => (
      <span className="break">
        {Object.entries(tags)
          .map(([name, value]) => `${name}=${value}`)
          .join(', ') || '–'}
      </span>
    ),
  },
  {
    id: 'updatedAt',
    header: t('jobs.updatedAt'),
    width: 200,
    minWidth: 90,
    cell: ({ updatedAt }) => <Time at={updatedAt} />,
  },
  { id: 'team', header: t('jobs.team'), width: 120, minWidth: 90, cell: ({ team }) => team },
  {
    id: 'archivedAt',
    header: t('jobs.archivedAt'),
    width: 200,
    minWidth: 90,
    cell: row => <Time at={'archivedAt' in row ? row.archivedAt : undefined} />,
  },
]
