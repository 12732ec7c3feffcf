import type { components } from '../../client/client.ts'
import type { Column } from './rows.ts'

export type ListedEvent = components['schemas']['EventList']['events'][number]

/** An event of history, in a list. */
export const EVENT_COLUMNS: readonly Column<ListedEvent>[] = [
  { title: 'time', of: ({ at }) => at },
  { title: 'action', of: ({ action }) => action },
  { title: 'outcome', of: ({ outcome }) => outcome },
  { title: 'by', of: ({ principal }) => principal },
  { title: 'from', of: ({ address }) => address },
  { title: 'code', of: ({ code }) => code },
  { title: 'detail', of: ({ detail }) => detail },
]

/** The same of several jobs. */
export const FEED_COLUMNS: readonly Column<ListedEvent>[] = [
  ...EVENT_COLUMNS.slice(0, 1),
  { title: 'team', of: ({ team }) => team },
  { title: 'job', of: ({ jobId }) => jobId },
  ...EVENT_COLUMNS.slice(1),
]
