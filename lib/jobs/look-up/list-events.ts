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
  /** At the end: continues from here, once more has happened. */
  readonly resumeToken?: string
}

/**
 * History over all jobs, oldest first. An auditor sees every team's, anybody else the own team's. What is written while
 * a reader is reading comes behind what was read.
 *
 * Refuses: PAGE_TOKEN_INVALID.
 */
export const listEvents = async (
  { history }: { readonly history: Pick<History, 'feed'> },
  { caller, filter: asked, pageSize, pageToken }: ListEvents,
): Promise<EventList> => {
  if (asked.team !== undefined && !maySee(caller, asked.team)) return { events: [] }
  const filter = caller.role === 'auditor' ? asked : { ...asked, team: caller.team }
  // The same list has the same name, in any order of its filters.
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
