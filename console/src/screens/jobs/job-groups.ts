import type { MessageKey, Translate } from '../../i18n/translate.ts'
import type { JobQuery } from './job-filter.ts'
import { type JobList, jobsKey, listJobs } from './list-jobs.ts'

/** Jobs that somebody has to do something about, or waits for. */
interface JobGroup {
  readonly title: MessageKey
  /** Each is a filter of the list. */
  readonly filters: readonly { readonly name: MessageKey; readonly query: JobQuery }[]
}

const DAY_MS = 86_400_000

/** A week from today, as a day: the same for a whole day, so that the address of the filter does not change. */
const inAWeek = (): string => new Date(Date.now() + 8 * DAY_MS).toISOString().slice(0, 10)

export const jobGroups = (): readonly JobGroup[] => [
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

/** The list of the same filter shares the answer, so that the two never differ. */
export const countKey = (query: JobQuery) => jobsKey(query, MOST, undefined)

/** @throws ApiProblem, NoAnswer, ForeignAnswer */
export const countJobs = (query: JobQuery): Promise<JobList> => listJobs(query, MOST, undefined)

/** The name of a filter and how many jobs it has. `undefined`: it is not known, or not yet. */
export const countText = (t: Translate, name: MessageKey, counted: JobList | undefined): string =>
  `${t(name)}: ${counted ? `${counted.jobs.length}${counted.nextPageToken ? '+' : ''}` : '–'}`
