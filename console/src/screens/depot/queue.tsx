import Box from '@cloudscape-design/components/box'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { answered } from '../../api/problem.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { More } from '../../parts/more.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { Time } from '../../parts/time.tsx'
import { linkTo } from '../../route.ts'
import { DepotStageBadge, HERE_STAGES, type QueuedDevice } from './depot-words.tsx'

const LOOK_AGAIN_MS = 15_000

/** The devices that are at the depot, the one that came first at the top. */
export const Queue = () => {
  const { t } = useI18n()
  const [stage, setStage] = useState<(typeof HERE_STAGES)[number]>()
  const queue = useInfiniteQuery({
    queryKey: ['depot', 'queue', stage],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      answered(
        api.GET('/v1/depot/jobs', {
          params: { query: { ...(stage && { stage }), ...(pageParam !== '' && { pageToken: pageParam }) } },
        }),
      ),
    getNextPageParam: page => page.nextPageToken || undefined,
    refetchInterval: LOOK_AGAIN_MS,
  })
  const { data, error, isPending, refetch } = queue
  const options = [
    { value: '', label: t('depot.every') },
    ...HERE_STAGES.map(value => ({ value, label: t(`depot.stage.${value}`) })),
  ]
  return (
    <SpaceBetween size="m">
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      <Table<QueuedDevice>
        variant="container"
        wrapLines
        items={data?.pages.flatMap(({ jobs }) => jobs) ?? []}
        trackBy="jobId"
        loading={isPending}
        loadingText={t('state.loading')}
        empty={<Box textAlign="center">{t('depot.none')}</Box>}
        header={
          <Header
            variant="h2"
            actions={
              <Select
                ariaLabel={t('depot.stage')}
                selectedOption={options.find(({ value }) => value === (stage ?? '')) ?? null}
                options={options}
                onChange={({ detail }) => setStage(HERE_STAGES.find(known => known === detail.selectedOption.value))}
              />
            }
          >
            {t('depot.queue')}
          </Header>
        }
        columnDefinitions={[
          {
            id: 'jobId',
            header: t('jobs.jobId'),
            isRowHeader: true,
            cell: ({ jobId }) => <Link href={linkTo(['depot', jobId])}>{jobId}</Link>,
          },
          {
            id: 'deviceId',
            header: t('jobs.deviceId'),
            cell: ({ deviceId }) => <bdi className="break">{deviceId ?? '–'}</bdi>,
          },
          { id: 'stage', header: t('depot.stage'), cell: device => <DepotStageBadge stage={device.stage} /> },
          { id: 'receivedAt', header: t('depot.receivedAt'), cell: ({ receivedAt }) => <Time short at={receivedAt} /> },
          {
            id: 'next',
            header: t('depot.next'),
            cell: ({ allowedActions }) => allowedActions.map(step => t(`depot.step.${step}`)).join(', '),
          },
        ]}
        footer={<More query={queue} />}
      />
    </SpaceBetween>
  )
}
