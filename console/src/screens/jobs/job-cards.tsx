import { useQuery } from '@tanstack/react-query'
import { type MessageKey, useI18n } from '../../i18n/i18n.tsx'
import { linkTo } from '../../route.ts'
import type { JobQuery } from './job-filter.ts'
import { listJobs } from './list-jobs.ts'

interface Group {
  readonly title: MessageKey
  /** Each is a filter of the list. */
  readonly filters: readonly { readonly name: MessageKey; readonly query: JobQuery }[]
}

const DAY_MS = 86_400_000

/** A week from today, as a day: the same for a whole day, so that the address of the filter does not change. */
const inAWeek = (): string => new Date(Date.now() + 8 * DAY_MS).toISOString().slice(0, 10)

const groups = (): readonly Group[] => [
  {
    title: 'cards.toShip',
    filters: [{ name: 'cards.created', query: { state: 'created', stage: 'not-shipped' } }],
  },
  { title: 'cards.inTransit', filters: [{ name: 'stage.shipped', query: { stage: 'shipped' } }] },
  {
    title: 'cards.atFacility',
    filters: [
      { name: 'stage.received', query: { stage: 'received' } },
      { name: 'stage.in-progress', query: { stage: 'in-progress' } },
      { name: 'stage.done', query: { stage: 'done' } },
    ],
  },
  {
    title: 'cards.attention',
    filters: [
      { name: 'stage.rejected', query: { stage: 'rejected' } },
      { name: 'stage.done-with-errors', query: { stage: 'done-with-errors' } },
      { name: 'cards.expiring', query: { expiresBefore: inAWeek() } },
      { name: 'state.submitting', query: { state: 'submitting' } },
      { name: 'cards.unarchived', query: { archived: 'false' } },
    ],
  },
]

/** So many are counted; of more it is only known that there are more. */
const MOST = 50

interface Props {
  /** The list itself is under way: nothing is counted before it is there. */
  readonly isWaiting: boolean
}

/** What is to be done, counted; each count leads to its jobs. */
export const JobCards = ({ isWaiting }: Props) => {
  const { t } = useI18n()
  return (
    <div className="cards">
      {groups().map(({ title, filters }) => (
        <div key={title}>
          <h2>{t(title)}</h2>
          {filters.map(({ name, query }) => (
            <Count key={name} name={t(name)} query={query} isWaiting={isWaiting} />
          ))}
        </div>
      ))}
    </div>
  )
}

interface CountProps extends Props {
  readonly name: string
  readonly query: JobQuery
}

const Count = ({ name, query, isWaiting }: CountProps) => {
  const { data, isError } = useQuery({
    queryKey: ['jobs', 'count', query],
    queryFn: () => listJobs(query, MOST, undefined),
    staleTime: 60_000,
    enabled: !isWaiting,
  })
  const count = isError || !data ? '–' : `${data.jobs.length}${data.nextPageToken ? '+' : ''}`
  return (
    <div>
      <a className="link" href={linkTo(['jobs'], query as Record<string, string>)}>
        {name}: {count}
      </a>
    </div>
  )
}
