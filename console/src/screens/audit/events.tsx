import Button from '@cloudscape-design/components/button'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ACTIONS, OUTCOMES } from '../../../../lib/audit/actions.ts'
import type { paths } from '../../../../lib/client/client.ts'
import { filledPage } from '../../../../lib/client/pages.ts'
import { api } from '../../api/client.ts'
import { answered } from '../../api/problem.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import type { Translate } from '../../i18n/translate.ts'
import { saveAs, wholeFile } from '../../parts/download.ts'
import { actionText, outcomeText } from '../../parts/event-words.tsx'
import { type EventList, EventsTable } from '../../parts/events-table.tsx'
import { flashProblem } from '../../parts/flashes.ts'
import { OneForm } from '../../parts/one-form.tsx'
import { linkTo, replacePlace } from '../../route.ts'
import type { ScreenProps } from '../screens.ts'

type Parameters = NonNullable<paths['/v1/events']['get']['parameters']['query']>

const TEXTS = ['principal', 'team', 'jobId', 'from', 'to'] as const
type Filter = Readonly<Partial<Record<(typeof TEXTS)[number] | 'action' | 'outcome', string>>>

const ON_A_PAGE = 50

const CODES = ['action', 'outcome'] as const

/** The tab of the audit screen that has the events. */
export const EVENTS_TAB = 'events'

/** More of them can be found by what is typed: words or code. */
const FEW = 10

const codesOf = (t: Translate) =>
  [
    {
      name: 'action',
      label: t('events.action'),
      options: ACTIONS.map(value => ({ value, label: actionText(value, t) })),
    },
    {
      name: 'outcome',
      label: t('history.outcome'),
      options: OUTCOMES.map(value => ({ value, label: outcomeText(value, t) })),
    },
  ] as const

const present = (filter: Filter): Record<string, string> =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value.trim() !== ''))

/** The filter of an address. */
export const filterOf = (search: URLSearchParams): Record<string, string> =>
  present(Object.fromEntries([...TEXTS, ...CODES].map(name => [name, search.get(name) ?? ''])))

/** History over all jobs: who did or tried what, refused attempts with their reasons included; with export. */
export const Events = ({ place: { segments, query: search } }: ScreenProps) => {
  const { t } = useI18n()
  const filter = filterOf(search)
  const [draft, setDraft] = useState<Filter>(filter)
  const query = useInfiniteQuery({
    queryKey: ['feed', filter],
    initialPageParam: '',
    queryFn: async ({ pageParam }) => {
      // The filter's values are texts of fields. The API refuses those that it does not know, and the page shows that.
      const { entries, ...next } = await filledPage(
        async page => {
          const asked = { ...filter, ...page } as Parameters
          // JSON is what it answers unless it is asked for another form.
          return (await answered(api.GET('/v1/events', { params: { query: asked } }))) as EventList
        },
        ({ events }) => events,
        { pageSize: ON_A_PAGE, ...(pageParam !== '' && { pageToken: pageParam }) },
      )
      return { events: [...entries], ...next }
    },
    getNextPageParam: page => page.nextPageToken || undefined,
  })
  const save = useMutation({
    mutationFn: (format: 'csv' | 'ndjson') =>
      wholeFile(
        `v1/events?${new URLSearchParams({ ...filter, format, pageSize: '1000' })}`,
        format === 'csv' ? 'text/csv' : 'application/x-ndjson',
      ),
    onSuccess: (blob, format) => saveAs(blob, `events.${format}`),
    onError: flashProblem,
  })
  return (
    <SpaceBetween size="l">
      <OneForm onSubmit={() => replacePlace(linkTo(segments, { tab: EVENTS_TAB, ...present(draft) }))}>
        <SpaceBetween size="l">
          <ColumnLayout columns={3}>
            {TEXTS.map(name => (
              <FormField key={name} label={t(`events.${name}`)}>
                <Input
                  value={draft[name] ?? ''}
                  onChange={({ detail }) => setDraft({ ...draft, [name]: detail.value })}
                />
              </FormField>
            ))}
            {codesOf(t).map(({ name, label, options }) => (
              <FormField key={name} label={label}>
                <Select
                  placeholder={t('events.any')}
                  filteringType={options.length > FEW ? 'auto' : 'none'}
                  selectedOption={options.find(({ value }) => value === draft[name]) ?? null}
                  options={[{ value: '', label: t('events.any') }, ...options]}
                  onChange={({ detail }) => setDraft({ ...draft, [name]: detail.selectedOption.value ?? '' })}
                />
              </FormField>
            ))}
          </ColumnLayout>
          <Button>{t('usage.show')}</Button>
        </SpaceBetween>
      </OneForm>
      <EventsTable
        isOfAllJobs
        empty={t('events.none')}
        query={query}
        header={
          <Header
            variant="h2"
            description={t('events.about')}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button iconName="download" loading={save.isPending} onClick={() => save.mutate('csv')}>
                  {t('jobs.export')}
                </Button>
                <Button iconName="download" loading={save.isPending} onClick={() => save.mutate('ndjson')}>
                  {t('events.exportLines')}
                </Button>
              </SpaceBetween>
            }
          >
            {t('events.title')}
          </Header>
        }
      />
    </SpaceBetween>
  )
}
