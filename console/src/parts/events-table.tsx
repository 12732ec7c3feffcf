import Box from '@cloudscape-design/components/box'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { components } from '../../../lib/client/client.ts'
import { useI18n } from '../i18n/i18n.tsx'
import type { Translate } from '../i18n/translate.ts'
import { linkTo } from '../route.ts'
import { ActionWords, DetailWords, type Event, OutcomeWords } from './event-words.tsx'
import { More } from './more.tsx'
import { ProblemAlert } from './problem-alert.tsx'
import { Time } from './time.tsx'

export type EventList = components['schemas']['EventList']

interface Props {
  readonly header: ReactNode
  readonly empty: string
  /** Over all jobs, so that each line shows whose it is. Default: of one job */
  readonly isOfAllJobs?: boolean
  /** Pages of events. */
  readonly query: UseInfiniteQueryResult<{ readonly pages: readonly EventList[] }>
}

/** Who did what, and with what outcome: of one job, or of all. */
export const EventsTable = ({ header, empty, isOfAllJobs = false, query }: Props) => {
  const { t } = useI18n()
  const { data, error, isPending, hasNextPage, refetch } = query
  return (
    <SpaceBetween size="m">
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      <Table<Event>
        variant="container"
        wrapLines
        header={header}
        items={data?.pages.flatMap(({ events }) => events) ?? []}
        trackBy={({ id, stream, at }) => `${stream} ${id} ${at}`}
        loading={isPending}
        loadingText={t('state.loading')}
        empty={<Box textAlign="center">{hasNextPage ? t('state.noneSoFar') : empty}</Box>}
        columnDefinitions={[...firstColumns(t), ...(isOfAllJobs ? ofAllJobs(t) : []), ...lastColumns(t)]}
        footer={<More query={query} />}
      />
    </SpaceBetween>
  )
}

type Column = TableProps.ColumnDefinition<Event>

const firstColumns = (t: Translate): readonly Column[] => [
  { id: 'at', header: t('history.at'), isRowHeader: true, minWidth: 150, cell: ({ at }) => <Time short at={at} /> },
  { id: 'action', header: t('history.action'), cell: ({ action }) => <ActionWords action={action} /> },
  {
    id: 'outcome',
    header: t('history.outcome'),
    cell: ({ outcome }) => <OutcomeWords outcome={outcome} />,
  },
]

const ofAllJobs = (t: Translate): readonly Column[] => [
  {
    id: 'jobId',
    header: t('jobs.jobId'),
    cell: ({ jobId }) => (jobId === undefined ? '–' : <Link href={linkTo(['jobs', jobId])}>{jobId}</Link>),
  },
  { id: 'team', header: t('jobs.team'), cell: ({ team }) => team ?? '–' },
]

const lastColumns = (t: Translate): readonly Column[] => [
  {
    id: 'principal',
    header: t('history.principal'),
    cell: ({ principal }) => <bdi className="break">{principal}</bdi>,
  },
  {
    id: 'detail',
    header: t('history.detail'),
    cell: event => <DetailWords event={event} />,
  },
]
