import type { AuditEvent } from '../../audit/event.ts'
import type { EventFilter } from '../../audit/event-filter.ts'
import type { History } from '../../audit/ports.ts'
import { type Asking, maySee } from '../../teams/caller.ts'
import { pageTokenInvalid } from '../place.ts'
import { pageToken as makePageToken, placeOf } from './page-token.ts'
import { listName, type Paging } from './page-tokens.ts'

export interface ListEvents extends Asking, Paging {
  readonly filter: EventFilter
}

export interface EventList {
  readonly events: readonly AuditEvent[]
  readonly nextPageToken?: string
  /** At the end of the list: the token with which later events can be read. */
  readonly resumeToken?: string
}

/**
 * History over all jobs, oldest first. An auditor sees every team's events, other callers only those of their team. Events
 * that are written while a caller reads come after those that were read.
 *
 * Refuses: PAGE_TOKEN_INVALID.
 */
export const listEvents = async (
  { history }: { readonly history: Pick<History, 'feed'> },
  { caller, filter: asked, pageSize, pageToken }: ListEvents,
): Promise<EventList> => {
  if (asked.team !== undefined && !maySee(caller, asked.team)) return { events: [] }
  const filter = caller.role === 'auditor' ? asked : { ...asked, team: caller.team }
  // The order of its filters does not change a list's name.
  const list = listName(
    caller,
    'history',
    Object.entries(filter).sort(([one], [other]) => (one < other ? -1 : 1)),
  )
  const after = pageToken === undefined ? undefined : placeOf(list, pageToken)
  if (pageToken !== undefined && after === undefined) throw pageTokenInvalid()
  const { events, end, more } = await history.feed(filter, { limit: pageSize, ...(after !== undefined && { after }) })
  if (end === undefined) return { events }
  const token = makePageToken(list, end)
  return { events, ...(more ? { nextPageToken: token } : { resumeToken: token }) }
}
