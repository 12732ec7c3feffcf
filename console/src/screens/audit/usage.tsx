import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useMutation, useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import type { components } from '../../../../lib/client/client.ts'
import { api } from '../../api/client.ts'
import { answered } from '../../api/problem.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import type { Translate } from '../../i18n/translate.ts'
import { saveAs, wholeFile } from '../../parts/download.ts'
import { flashProblem } from '../../parts/flashes.ts'
import { Loading } from '../../parts/loading.tsx'
import { OneForm } from '../../parts/one-form.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'

export type UsageRow = components['schemas']['UsageReport']['rows'][number]

const UsageChart = lazy(async () => ({ default: (await import('./usage-chart.tsx')).UsageChart }))

/** What was made, refused and received, by month, team and kind: as a chart and as the table behind it. */
export const Usage = () => {
  const { t } = useI18n()
  const [tag, setTag] = useState('')
  const [asked, setAsked] = useState('')
  const query = asked === '' ? {} : { tag: asked }
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['usage', asked],
    queryFn: async () =>
      // JSON is what it answers unless it is asked for CSV.
      (await answered(api.GET('/v1/reports/usage', { params: { query } }))) as components['schemas']['UsageReport'],
  })
  const save = useMutation({
    mutationFn: () => wholeFile(`v1/reports/usage?${new URLSearchParams(query)}`, 'text/csv'),
    onSuccess: blob => saveAs(blob, 'usage.csv'),
    onError: flashProblem,
  })
  return (
    <SpaceBetween size="l">
      <OneForm onSubmit={() => setAsked(tag.trim())}>
        <SpaceBetween direction="horizontal" size="xs" alignItems="end">
          <FormField label={t('usage.tag')} description={t('usage.tagAbout')}>
            <Input value={tag} onChange={({ detail }) => setTag(detail.value)} />
          </FormField>
          <Button>{t('usage.show')}</Button>
        </SpaceBetween>
      </OneForm>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {data && data.rows.length > 0 && (
        <Suspense fallback={<Loading />}>
          <UsageChart rows={data.rows} />
        </Suspense>
      )}
      <Table<UsageRow>
        variant="container"
        items={data?.rows ?? []}
        loading={isPending}
        loadingText={t('state.loading')}
        header={
          <Header
            variant="h2"
            actions={
              <Button iconName="download" loading={save.isPending} onClick={() => save.mutate()}>
                {t('jobs.export')}
              </Button>
            }
          >
            {t('usage.title')}
          </Header>
        }
        empty={<Box textAlign="center">{t('usage.none')}</Box>}
        columnDefinitions={columns(t)}
      />
    </SpaceBetween>
  )
}

const NUMBERS = [
  'jobs',
  'refusals',
  'validations',
  'devicesReceived',
  'devicesReturned',
  'devicesWithErrors',
] as const satisfies readonly (keyof UsageRow)[]

const columns = (t: Translate): TableProps.ColumnDefinition<UsageRow>[] => [
  { id: 'month', header: t('usage.month'), isRowHeader: true, cell: ({ month }) => month },
  { id: 'team', header: t('jobs.team'), cell: ({ team }) => team },
  { id: 'kind', header: t('jobs.kind'), cell: ({ kind }) => (kind === null ? '–' : t(`kind.${kind}`)) },
  { id: 'tag', header: t('usage.tag'), cell: ({ tag }) => <bdi>{tag ?? '–'}</bdi> },
  ...NUMBERS.map(
    (id): TableProps.ColumnDefinition<UsageRow> => ({ id, header: t(`usage.${id}`), cell: row => row[id] }),
  ),
]
