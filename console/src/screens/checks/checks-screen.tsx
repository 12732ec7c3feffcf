import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listChecks } from '../../api/lists.ts'
import { useMay } from '../../api/me.ts'
import { commandsOfChecks } from '../../commands/commands.ts'
import { CopyAs } from '../../commands/copy-as.tsx'
import { useI18n } from '../../i18n/i18n.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { Time } from '../../parts/time.tsx'
import { linkTo } from '../../route.ts'
import { type Check, OutcomeBadge } from './outcome.tsx'
import { PutCheck } from './put-check.tsx'

/** Manifests and jobs that are validated on a schedule. */
export const ChecksScreen = () => {
  const { t } = useI18n()
  const mayPut = useMay('PUT /v1/checks/{name}')
  const [isMaking, setMaking] = useState(false)
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['checks'],
    queryFn: listChecks,
  })
  return (
    <SpaceBetween size="l">
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      <Table<Check>
        variant="full-page"
        wrapLines
        items={data ?? []}
        trackBy="name"
        loading={isPending}
        loadingText={t('state.loading')}
        empty={
          <Box textAlign="center" padding="m">
            <SpaceBetween size="m">
              <b>{t('checks.none')}</b>
              {mayPut && <Button onClick={() => setMaking(true)}>{t('checks.make')}</Button>}
            </SpaceBetween>
          </Box>
        }
        header={
          <Header
            variant="awsui-h1-sticky"
            description={t('checks.about')}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button iconName="refresh" ariaLabel={t('state.refresh')} onClick={() => void refetch()} />
                <CopyAs commands={commandsOfChecks} />
                {mayPut && (
                  <Button variant="primary" onClick={() => setMaking(true)}>
                    {t('checks.make')}
                  </Button>
                )}
              </SpaceBetween>
            }
          >
            {t('checks.title')}
          </Header>
        }
        columnDefinitions={[
          {
            id: 'name',
            header: t('checks.name'),
            isRowHeader: true,
            cell: ({ name }) => (
              <Link href={linkTo(['checks', name])}>
                <span className="break">{name}</span>
              </Link>
            ),
          },
          { id: 'outcome', header: t('checks.outcome'), cell: ({ outcome }) => <OutcomeBadge outcome={outcome} /> },
          {
            id: 'deviceId',
            header: t('jobs.deviceId'),
            cell: ({ deviceId }) => <bdi className="break">{deviceId ?? '–'}</bdi>,
          },
          {
            id: 'jobId',
            header: t('jobs.jobId'),
            cell: ({ jobId }) => (jobId === undefined ? '–' : <Link href={linkTo(['jobs', jobId])}>{jobId}</Link>),
          },
          { id: 'schedule', header: t('checks.schedule'), cell: ({ schedule, timeZone }) => `${schedule} ${timeZone}` },
          { id: 'lastRun', header: t('checks.lastRun'), cell: ({ lastRun }) => <Time short at={lastRun?.startedAt} /> },
          {
            id: 'nextRun',
            header: t('checks.nextRun'),
            cell: ({ enabled, ended, nextRunAt }) =>
              ended ? t('checks.ended') : enabled ? <Time short at={nextRunAt} /> : t('checks.off'),
          },
        ]}
      />
      {isMaking && <PutCheck onClose={() => setMaking(false)} />}
    </SpaceBetween>
  )
}
