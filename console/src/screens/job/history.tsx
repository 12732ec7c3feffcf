import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { components } from '../../../../lib/client/client.ts'
import { api } from '../../api/client.ts'
import { answered } from '../../api/problem.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { OUTCOME_TYPES } from '../../parts/event-words.ts'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { Time } from '../../parts/time.tsx'

type Event = components['schemas']['EventList']['events'][number]

/** Who did what with the job, and with what outcome. */
export const History = ({ jobId }: { readonly jobId: string }) => {
  const { t } = useI18n()
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useInfiniteQuery({
    queryKey: ['events', jobId],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      answered(
        api.GET('/v1/jobs/{jobId}/events', {
          params: { path: { jobId }, query: pageParam === '' ? {} : { pageToken: pageParam } },
        }),
      ),
    getNextPageParam: page => page.nextPageToken || undefined,
  })
  return (
    <SpaceBetween size="m">
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      <Table<Event>
        variant="container"
        header={<Header variant="h2">{t('job.history')}</Header>}
        items={data?.pages.flatMap(({ events }) => events) ?? []}
        loading={isPending}
        loadingText={t('state.loading')}
        trackBy="id"
        wrapLines
        empty={<Box textAlign="center">{t('history.none')}</Box>}
        columnDefinitions={[
          { id: 'at', header: t('history.at'), isRowHeader: true, minWidth: 170, cell: ({ at }) => <Time at={at} /> },
          { id: 'action', header: t('history.action'), cell: ({ action }) => action },
          {
            id: 'outcome',
            header: t('history.outcome'),
            cell: ({ outcome }) => <StatusIndicator type={OUTCOME_TYPES[outcome]}>{outcome}</StatusIndicator>,
          },
          {
            id: 'principal',
            header: t('history.principal'),
            cell: ({ principal }) => <bdi className="break">{principal}</bdi>,
          },
          {
            id: 'detail',
            header: t('history.detail'),
            cell: ({ code, detail }) => (
              <span className="break">{[code, detail].filter(Boolean).join(': ') || '–'}</span>
            ),
          },
        ]}
        footer={
          hasNextPage && (
            <Box textAlign="center">
              <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                {t('state.more')}
              </Button>
            </Box>
          )
        }
      />
    </SpaceBetween>
  )
}
