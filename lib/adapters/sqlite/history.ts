import { chain } from '../../audit/chain.ts'
import type { Actor, AuditEvent, Happening } from '../../audit/event.ts'
import { type EventFilter, isWanted } from '../../audit/event-filter.ts'
import type { EventPage, EventRequest, History } from '../../audit/ports.ts'
import { pageTokenInvalid, readPlace, writePlace } from '../../jobs/place.ts'
import type { Timestamp } from '../../system.ts'
import { auditEventForm } from '../items/audit-items.ts'
import type { Database, StoredRow } from './database.ts'
import { column, createItemTable } from './item-table.ts'

const SEQUENCE_DIGITS = 12

/** As text that sorts as the numbers do. */
const sequenceOf = (sequence: number) => String(sequence).padStart(SEQUENCE_DIGITS, '0')

export const historyTable = (database: Pick<Database, 'prepare'>) =>
  createItemTable<AuditEvent>(database, {
    table: 'history',
    columns: ['stream', 'sequence', 'at', 'team'],
    keyLength: 2,
    nameOf: ([stream, sequence]) => `event ${Number(sequence)} of the history ${stream}`,
    form: auditEventForm,
    columnsOf: ({ stream, sequence, at, team = '' }) => ({ stream, sequence: sequenceOf(sequence), at, team }),
  })

/** Adds events. Only within `Database.write`: there no other event comes between a head and what follows it. */
export const historyWriter = (database: Pick<Database, 'prepare'>) => {
  const events = historyTable(database)
  const head = database.prepare('SELECT * FROM history WHERE stream = ? ORDER BY sequence DESC LIMIT 1')
  const tail = database.prepare('SELECT * FROM history WHERE stream = ? ORDER BY sequence DESC')
  const last = database.prepare('SELECT at FROM history ORDER BY position DESC LIMIT 1')
  return {
    /** No event's time is before that of the last one, also where the clock was set back. */
    notBefore: (at: Timestamp): Timestamp => {
      const { at: reached } = last.get() ?? {}
      return typeof reached === 'string' && reached > at ? reached : at
    },
    /** The first event of a stream, unless it is there. */
    putFirst: (event: AuditEvent): void => {
      if (!head.get(column(event.stream))) events.put(event)
    },
    append(stream: string, happening: Actor & Happening, { id, at }: { id: string; at: Timestamp }): AuditEvent {
      const row = head.get(column(stream))
      const event = chain(stream, row && events.read(row), happening, { id, at: this.notBefore(at) })
      events.put(event)
      return event
    },
    /** The event of an id, where one at or after a moment has it. */
    find(stream: string, id: string, since: Timestamp): AuditEvent | undefined {
      for (const row of tail.each(column(stream))) {
        const event = events.read(row)
        if (event.id === id) return event
        if (event.at < since) return undefined
      }
      return undefined
    },
  }
}

/** How many rows a page looks at, at the most, where a filter leaves some of them out: 0.1 ms each. */
const LOOKED_AT = 2000

/** History in SQLite. Writers come one after the other, so what is there is final, and the feed has no end before now. */
export const createSqliteHistory = (database: Database): History => {
  const events = historyTable(database)
  const writer = historyWriter(database)
  const ofStream = database.prepare('SELECT * FROM history WHERE stream = ? AND sequence > ? ORDER BY sequence LIMIT ?')
  const ofAll = database.prepare('SELECT * FROM history WHERE position > ? AND position < ? ORDER BY position LIMIT ?')
  const ofTeam = database.prepare(
    'SELECT * FROM history WHERE team = ? AND position > ? AND position < ? ORDER BY position LIMIT ?',
  )
  const ofJob = database.prepare(
    `SELECT * FROM history WHERE CASE WHEN json_valid(item) THEN json_extract(item, '$.jobId') END = ?
     AND position > ? AND position < ? ORDER BY position LIMIT ?`,
  )
  const firstFrom = database.prepare('SELECT position FROM history WHERE at >= ? ORDER BY at, position LIMIT 1')

  /** The first position at or after a moment; behind all of them where nothing is that late. */
  const positionOf = (at: Timestamp) => Number(firstFrom.get(at)?.position ?? Number.MAX_SAFE_INTEGER)

  const rowsOf = (
    { team, jobId, from, to }: EventFilter,
    after: string | undefined,
    count: number,
  ): readonly StoredRow[] => {
    const start = after === undefined ? (from === undefined ? 0 : positionOf(from) - 1) : positionAt(after)
    const end = to === undefined ? Number.MAX_SAFE_INTEGER : positionOf(to)
    if (jobId !== undefined) return ofJob.all(jobId, start, end, count)
    return team === undefined ? ofAll.all(start, end, count) : ofTeam.all(column(team), start, end, count)
  }

  return {
    append: (stream, happening, mark) => database.write(() => writer.append(stream, happening, mark)),
    appendOnce: (stream, happening, { since, ...mark }) =>
      database.write(() => writer.find(stream, mark.id, since ?? mark.at) ?? writer.append(stream, happening, mark)),

    stream: async (stream, { limit, after }): Promise<EventPage> => {
      const start = after === undefined ? '' : sequenceAt(after)
      const rows = ofStream.all(column(stream), start, limit + 1)
      const page = rows.slice(0, limit).map(events.read)
      const end = page.at(-1)?.sequence
      const place = end === undefined ? after : writePlace(sequenceOf(end))
      return { events: page, more: rows.length > limit, ...(place !== undefined && { end: place }) }
    },

    feed: async (filter: EventFilter, { limit, after }: EventRequest): Promise<EventPage> => {
      const wanted: AuditEvent[] = []
      const most = isNarrow(filter) ? LOOKED_AT : limit
      // One more than is looked at shows whether there are more.
      const rows = rowsOf(filter, after, most + 1)
      let looked = 0
      for (const row of rows.slice(0, most)) {
        if (wanted.length === limit) break
        looked += 1
        if (saysOther(row, filter)) {
          events.requireWhole(row)
          continue
        }
        const event = events.read(row)
        if (isWanted(event, filter)) wanted.push(event)
      }
      const last = rows[looked - 1]
      const end = last === undefined ? after : writePlace(String(last.position))
      return { events: wanted, more: rows.length > looked, ...(end !== undefined && { end }) }
    },
  }
}

/** Whether a filter leaves out more than a part of the time, and others than one team or one job. */
const isNarrow = ({ principal, action, outcome, jobId, team }: EventFilter) =>
  (jobId !== undefined && team !== undefined) || [principal, action, outcome].some(value => value !== undefined)

/** Whether an event's text alone shows that it is of another action or outcome: most need not be read for that. */
const saysOther = ({ item }: StoredRow, { action, outcome }: EventFilter): boolean =>
  Object.entries({ action, outcome }).some(
    ([name, value]) => value !== undefined && !String(item).includes(`"${name}":${JSON.stringify(value)}`),
  )

const sequenceAt = (after: string): string => {
  const [sequence = ''] = readPlace(after, 1)
  if (!/^\d{12}$/.test(sequence)) throw pageTokenInvalid()
  return sequence
}

const positionAt = (after: string): number => {
  const [position = ''] = readPlace(after, 1)
  if (!/^\d{1,15}$/.test(position)) throw pageTokenInvalid()
  return Number(position)
}
