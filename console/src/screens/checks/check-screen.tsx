import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { api } from '../../api/client.ts'
import { useMay } from '../../api/me.ts'
import { answered } from '../../api/problem.ts'
import { commandsOfCheck } from '../../commands/commands.ts'
import { CopyAs } from '../../commands/copy-as.tsx'
import { useI18n } from '../../i18n/i18n.tsx'
import { AskFirst } from '../../parts/ask-first.tsx'
import { flash } from '../../parts/flashes.ts'
import { Loading } from '../../parts/loading.tsx'
import { More } from '../../parts/more.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { Time } from '../../parts/time.tsx'
import { goTo, linkTo } from '../../route.ts'
import type { ScreenProps } from '../screens.ts'
import { type Check, OutcomeBadge, type Run } from './outcome.tsx'
import { PutCheck } from './put-check.tsx'
import { RunStrip } from './run-strip.tsx'

/** The newest come first; older ones when they are asked for. */
const ON_A_PAGE = 100

/** One check: what it found last, and each time before. */
export const CheckScreen = ({ place }: ScreenProps) => {
  const { t } = useI18n()
  const [, name = ''] = place.segments
  const queryClient = useQueryClient()
  const params = { path: { name } }
  const mayRun = useMay('POST /v1/checks/{name}/run')
  const check = useQuery({
    queryKey: ['check', name],
    queryFn: () => answered(api.GET('/v1/checks/{name}', { params })),
  })
  const runs = useInfiniteQuery({
    queryKey: ['runs', name],
    initialPageParam: '',
    queryFn: ({ pageParam }) => {
      const query = { pageSize: ON_A_PAGE, ...(pageParam !== '' && { pageToken: pageParam }) }
      return answered(api.GET('/v1/checks/{name}/runs', { params: { ...params, query } }))
    },
    getNextPageParam: page => page.nextPageToken || undefined,
  })
  const runNow = useMutation({
    mutationFn: () => answered(api.POST('/v1/checks/{name}/run', { params })),
    onSuccess: async run => {
      await Promise.all(['check', 'runs'].map(key => queryClient.invalidateQueries({ queryKey: [key, name] })))
      flash({ type: run.outcome === 'pass' ? 'success' : 'warning', content: t(`checks.${run.outcome}`) })
    },
  })
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <CopyAs commands={commandsOfCheck(name)} />
            {check.data && <Changes check={check.data} />}
            {mayRun && (
              <Button variant="primary" loading={runNow.isPending} onClick={() => runNow.mutate()}>
                {t('checks.runNow')}
              </Button>
            )}
          </SpaceBetween>
        }
      >
        {t('check.title', { name })}
      </Header>
      {check.error && <ProblemAlert error={check.error} onRetry={() => void check.refetch()} />}
      {runs.error && !check.error && <ProblemAlert error={runs.error} onRetry={() => void runs.refetch()} />}
      {runNow.error && <ProblemAlert error={runNow.error} onRetry={() => runNow.mutate()} />}
      {check.isPending && <Loading />}
      {check.data && <Facts check={check.data} />}
      {runs.data && (
        <Runs runs={runs.data.pages.flatMap(page => page.runs)} more={<More query={runs} text={t('checks.older')} />} />
      )}
    </SpaceBetween>
  )
}

const Changes = ({ check }: { readonly check: Check }) => {
  const { t } = useI18n()
  const [doing, setDoing] = useState<'change' | 'delete'>()
  const close = () => setDoing(undefined)
  const mayChange = useMay('PUT /v1/checks/{name}')
  const mayDelete = useMay('DELETE /v1/checks/{name}')
  return (
    <>
      <SpaceBetween direction="horizontal" size="xs">
        {mayChange && <Button onClick={() => setDoing('change')}>{t('checks.change')}</Button>}
        {mayDelete && <Button onClick={() => setDoing('delete')}>{t('checks.delete')}</Button>}
      </SpaceBetween>
      {doing === 'change' && <PutCheck check={check} onClose={close} />}
      {doing === 'delete' && (
        <AskFirst
          route="DELETE /v1/checks/{name}"
          thing={check}
          onDone={() => goTo(linkTo(['checks']))}
          onClose={close}
        />
      )}
    </>
  )
}

const Facts = ({ check }: { readonly check: Check }) => {
  const { t } = useI18n()
  return (
    <Container header={<Header variant="h2">{t('job.overview')}</Header>}>
      <KeyValuePairs
        columns={3}
        minColumnWidth={180}
        items={[
          { label: t('checks.outcome'), value: <OutcomeBadge outcome={check.outcome} /> },
          { label: t('checks.schedule'), value: `${check.schedule} ${check.timeZone}` },
          {
            label: t('checks.nextRun'),
            value: check.ended ? t('checks.ended') : check.enabled ? <Time at={check.nextRunAt} /> : t('checks.off'),
          },
          { label: t('jobs.deviceId'), value: <bdi className="break">{check.deviceId ?? '–'}</bdi> },
          {
            label: t('jobs.jobId'),
            value: check.jobId === undefined ? '–' : <Link href={linkTo(['jobs', check.jobId])}>{check.jobId}</Link>,
          },
          { label: t('checks.updatedBy'), value: <bdi className="break">{check.updatedBy}</bdi> },
        ]}
      />
    </Container>
  )
}

interface RunsProps {
  readonly runs: readonly Run[]
  /** Leads to older ones, if there are some. */
  readonly more: ReactNode
}

const Runs = ({ runs, more }: RunsProps) => {
  const { t } = useI18n()
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">{t('checks.history')}</Header>}>
        <RunStrip runs={runs} />
      </Container>
      <Table<Run>
        variant="container"
        wrapLines
        header={<Header variant="h2">{t('checks.runs')}</Header>}
        footer={more}
        items={[...runs]}
        trackBy="runId"
        empty={<Box textAlign="center">{t('checks.noRuns')}</Box>}
        columnDefinitions={[
          {
            id: 'at',
            header: t('checks.startedAt'),
            isRowHeader: true,
            cell: ({ startedAt }) => <Time short at={startedAt} />,
          },
          { id: 'outcome', header: t('history.outcome'), cell: ({ outcome }) => <OutcomeBadge outcome={outcome} /> },
          {
            id: 'faults',
            header: t('checks.found'),
            cell: ({ diagnostics }) =>
              diagnostics.length === 0
                ? '–'
                : diagnostics.map(({ code, detail, line }) => (
                    <div key={`${code} ${line} ${detail}`} className="break">
                      {detail}
                    </div>
                  )),
          },
        ]}
      />
    </SpaceBetween>
  )
}
