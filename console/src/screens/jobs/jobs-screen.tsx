import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Pagination from '@cloudscape-design/components/pagination'
import PropertyFilter, { type PropertyFilterProps } from '@cloudscape-design/components/property-filter'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useMay } from '../../api/me.ts'
import { CopyAs } from '../../commands/copy-as.tsx'
import { commandsOfJobs } from '../../commands/jobs-commands.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { flashProblem } from '../../parts/flashes.ts'
import { KINDS, STAGES, STATES } from '../../parts/job-words.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { linkTo, replacePlace } from '../../route.ts'
import type { ScreenProps } from '../screens.ts'
import { CellView } from './cell-view.tsx'
import { columnsOf, type Row } from './columns.ts'
import { exportCsv } from './export-csv.ts'
import { JobCards } from './job-cards.tsx'
import { FILTERS, type JobQuery, queryOf, queryOfTokens, searchOf, tokensOf } from './job-filter.ts'
import { useJobs } from './use-jobs.ts'
import { usePreferences } from './use-preferences.ts'

const PreferencesDialog = lazy(async () => ({ default: (await import('./preferences-dialog.tsx')).PreferencesDialog }))

/** All jobs, newest first; the filter stands in the address, so that it can be saved and sent. */
export const JobsScreen = ({ place }: ScreenProps) => {
  const { t } = useI18n()
  const query = queryOf(place.query)
  const [preferences, setPreferences] = usePreferences()
  const [isPreferring, setPreferring] = useState(false)
  const pages = usePages(JSON.stringify([query, preferences.pageSize]))
  const { data, error, isPending, isFetching, refetch } = useJobs(query, preferences.pageSize, pages.token)
  const queryClient = useQueryClient()
  const download = useMutation({
    mutationFn: () => exportCsv(query),
    onError: flashProblem,
  })
  const maySubmit = useMay('POST /v1/jobs')
  const columns = columnsOf(t)
  const options: readonly PropertyFilterProps.FilteringOption[] = [
    ...KINDS.map(value => ({ propertyKey: 'kind', value, label: t(`kind.${value}`) })),
    ...STATES.map(value => ({ propertyKey: 'state', value, label: t(`state.${value}`) })),
    ...STAGES.map(value => ({ propertyKey: 'stage', value, label: t(`stage.${value}`) })),
    ...['Import', 'Export'].map(value => ({ propertyKey: 'jobType', value })),
    { propertyKey: 'archived', value: 'false', label: t('jobs.filter.notArchived') },
  ]
  const isFiltered = Object.keys(query).length > 0
  const setQuery = (changed: JobQuery) => replacePlace(linkTo(['jobs'], searchOf(changed)))

  return (
    <SpaceBetween size="l">
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      <JobCards isWaiting={isPending} />
      <Table<Row>
        variant="full-page"
        stickyHeader
        stripedRows
        resizableColumns
        wrapLines={preferences.wrapLines}
        items={error ? [] : (data?.jobs ?? [])}
        trackBy="id"
        loading={isPending}
        loadingText={t('state.loading')}
        columnDefinitions={columns.map(column => ({
          ...column,
          cell: row => <CellView cell={column.cell(row)} />,
        }))}
        columnDisplay={columns.map(({ id }) => ({ id, visible: preferences.columns.includes(id) }))}
        empty={
          data?.nextPageToken ? (
            <Box textAlign="center">{t('state.noneSoFar')}</Box>
          ) : (
            <NoJobs isFiltered={isFiltered} maySubmit={maySubmit} onClear={() => setQuery({})} />
          )
        }
        header={
          <Header
            variant="awsui-h1-sticky"
            description={t('jobs.description')}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button
                  iconName="refresh"
                  ariaLabel={t('state.refresh')}
                  loading={isFetching && !isPending}
                  onClick={() => void queryClient.invalidateQueries({ queryKey: ['jobs'] })}
                />
                <CopyAs commands={commandsOfJobs([...searchOf(query)])} />
                <Button iconName="download" loading={download.isPending} onClick={() => download.mutate()}>
                  {t('jobs.export')}
                </Button>
                {maySubmit && (
                  <Button variant="primary" href={linkTo(['new'])}>
                    {t('new.title')}
                  </Button>
                )}
              </SpaceBetween>
            }
          >
            {t('jobs.title')}
          </Header>
        }
        filter={
          <PropertyFilter
            query={tokensOf(query)}
            onChange={({ detail }) => setQuery(queryOfTokens(detail.tokens))}
            filteringProperties={FILTERS.map(
              ({ key, operator }): PropertyFilterProps.FilteringProperty => ({
                key,
                propertyLabel: t(`jobs.filter.${key}`),
                groupValuesLabel: t(`jobs.filter.${key}`),
                operators: [{ operator, format: value => labelOf(options, key, value) }],
                defaultOperator: operator,
              }),
            )}
            filteringOptions={options}
            filteringPlaceholder={t('jobs.filterHint')}
            filteringAriaLabel={t('jobs.filterHint')}
            hideOperations
            countText={data ? t('jobs.count', { count: data.jobs.length }) : ''}
          />
        }
        pagination={
          <Pagination
            currentPageIndex={pages.index}
            pagesCount={Math.max(pages.known, pages.index + (data?.nextPageToken ? 1 : 0))}
            openEnd={Boolean(data?.nextPageToken)}
            onChange={({ detail }) => pages.goTo(detail.currentPageIndex, data?.nextPageToken)}
          />
        }
        preferences={
          <Button
            variant="icon"
            iconName="settings"
            ariaLabel={t('jobs.preferences')}
            onClick={() => setPreferring(true)}
          />
        }
      />
      {isPreferring && (
        <Suspense>
          <PreferencesDialog
            all={columns}
            preferences={preferences}
            onClose={() => setPreferring(false)}
            onSave={changed => {
              setPreferences(changed)
              setPreferring(false)
            }}
          />
        </Suspense>
      )}
    </SpaceBetween>
  )
}

/** A filter's value in the words of the page; one that it does not know stands as it is. */
const labelOf = (options: readonly PropertyFilterProps.FilteringOption[], key: string, value: unknown): string =>
  options.find(option => option.propertyKey === key && option.value === value)?.label ?? String(value)

interface NoJobsProps {
  readonly isFiltered: boolean
  readonly maySubmit: boolean
  readonly onClear: () => void
}

const NoJobs = ({ isFiltered, maySubmit, onClear }: NoJobsProps) => {
  const { t } = useI18n()
  return (
    <Box textAlign="center" padding="m">
      <SpaceBetween size="m">
        <b>{t(isFiltered ? 'jobs.noneFound' : 'jobs.none')}</b>
        {isFiltered ? (
          <Button onClick={onClear}>{t('jobs.clearFilter')}</Button>
        ) : (
          maySubmit && <Button href={linkTo(['new'])}>{t('new.title')}</Button>
        )}
      </SpaceBetween>
    </Box>
  )
}

interface PagesState {
  readonly list: string
  readonly tokens: readonly string[]
  readonly index: number
}

/** Where this entry of the browser's history was left: the way back from a job leads to its page, and so does a reload. */
const pagesHere = (): PagesState | undefined => {
  // Written below, and by nothing else.
  const { pages } = (window.history.state ?? {}) as { readonly pages?: PagesState }
  return pages
}

/** Pages by token: each is known only by the one before it. Another list begins with its first page. */
const usePages = (list: string) => {
  const [state, setState] = useState<PagesState>()
  const current = [state, pagesHere()].find(known => known?.list === list) ?? { list, tokens: [''], index: 1 }
  return {
    index: current.index,
    token: current.tokens[current.index - 1] || undefined,
    known: current.tokens.length,
    goTo: (index: number, next: string | undefined) => {
      const tokens = index > current.tokens.length && next ? [...current.tokens, next] : current.tokens
      const pages: PagesState = { list, tokens, index: Math.min(index, tokens.length) }
      window.history.replaceState({ pages }, '')
      setState(pages)
    },
  }
}
