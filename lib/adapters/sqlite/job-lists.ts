import type { SQLInputValue } from 'node:sqlite'
import { isListed, type JobFilter, type Listed } from '../../jobs/job-filter.ts'
import type { JobLists } from '../../jobs/job-store.ts'
import { readPlace, writePlace } from '../../jobs/place.ts'
import { tagText } from '../../jobs/tagging.ts'
import type { Database, StoredRow } from './database.ts'
import { column } from './item-table.ts'
import { eventTable, jobTable, manifestTable, recordTable } from './job-tables.ts'

/** A condition in SQL, and the values of its question marks. */
interface Condition {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
}

/** Jobs on one side, submissions without a job on the other; either is read through an index in the order of the list. */
type Side = 'jobs' | 'records'

/** Lists of jobs in SQLite: each page is one query, narrowed and cut where the data is. */
export const createSqliteJobLists = (database: Database): JobLists => {
  const records = recordTable(database)
  const jobs = jobTable(database)
  const events = eventTable(database)
  const manifests = manifestTable(database)
  const prepared = new Map<string, ReturnType<Database['prepare']>>()
  const prepare = (sql: string) => {
    const known = prepared.get(sql) ?? database.prepare(sql)
    prepared.set(sql, known)
    return known
  }

  const listed = (row: StoredRow): Listed => {
    if (row.jobId === '') return { submission: records.read(row) }
    const {
      manifest: _manifest,
      warnings: _warnings,
      description: _description,
      notices: _notices,
      ...job
    } = jobs.read(row)
    const { archivedAt } = records.get(job.id) ?? {}
    return { job, ...(archivedAt && { archivedAt }) }
  }

  return {
    list: async (filter, { limit, after }) => {
      const order = orderOf(filter)
      const place = after === undefined ? undefined : readPlace(after, order.length)
      const parts = sidesOf(filter).map(side => selectFrom(side, filter, order, place))
      const sql = `${parts.map(part => part.sql).join(' UNION ALL ')} ORDER BY ${order.map(name => `${name} DESC`).join(', ')} LIMIT ?`
      // One more than asked for shows whether there are more.
      const rows = prepare(sql).all(...parts.flatMap(part => part.values), limit + 1)
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        // Looked at again as what it is: the buckets of a submission under way are in its item alone.
        entries: page.map(listed).filter(entry => isListed(entry, filter)),
        ...(rows.length > limit && last && { after: writePlace(...order.map(name => String(last[name]))) }),
      }
    },

    olderEvents: async (recordId, { limit, after }) => {
      const [at, id] = after === undefined ? [] : readPlace(after, 2)
      const rows = prepare('SELECT * FROM events WHERE record = ? AND (at, id) > (?, ?) ORDER BY at, id LIMIT ?').all(
        recordId,
        at ?? '',
        id ?? '',
        limit + 1,
      )
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        entries: page.map(row => events.read(row).event),
        ...(rows.length > limit && last && { after: writePlace(String(last.at), String(last.id)) }),
      }
    },

    manifests: async (jobId, below, limit) =>
      prepare('SELECT * FROM manifests WHERE jobId = ? AND number < ? ORDER BY number DESC LIMIT ?')
        .all(jobId, below, limit)
        .map(row => {
          const { manifest: _, ...summary } = manifests.read(row).version
          return summary
        }),

    open: async ({ limit, after }) => {
      const [at, id] = after === undefined ? [] : readPlace(after, 2)
      const rows = prepare(
        'SELECT at, id FROM records WHERE isOpen = 1 AND (at, id) > (?, ?) ORDER BY at, id LIMIT ?',
      ).all(at ?? '', id ?? '', limit + 1)
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        entries: page.map(row => String(row.id)),
        ...(rows.length > limit && last && { after: writePlace(String(last.at), String(last.id)) }),
      }
    },
  }
}

/** Submissions under way are listed where that is asked for, and nowhere else. */
const sidesOf = ({ state }: JobFilter): readonly Side[] => {
  if (state === undefined) return ['jobs', 'records']
  return state === 'submitting' || state === 'refused' ? ['records'] : ['jobs']
}

/** Newest first; over all teams by device, bucket or tag: team by team. Submissions under way are few and have one order. */
const orderOf = ({ team, deviceId, state, ...filter }: JobFilter): readonly string[] =>
  team === undefined && state !== 'submitting' && (deviceId !== undefined || pointersOf(filter).length > 0)
    ? ['team', 'at', 'id']
    : ['at', 'id']

const COLUMNS = ['device', 'kind', 'jobType', 'state', 'item', 'sum']

const selectFrom = (
  side: Side,
  filter: JobFilter,
  order: readonly string[],
  place: readonly SQLInputValue[] | undefined,
) => {
  // Submissions under way are in none of these; they are looked at as they are.
  const [first, ...others] = filter.state === 'submitting' ? [] : pointersOf(filter)
  // A device has fewer jobs than a bucket or a tag has.
  const byPointer = filter.deviceId === undefined ? first : undefined
  // Where lists by bucket and by tag read their order from.
  const ordered = (name: string) => (byPointer ? `p.${name}` : `t.${name}`)
  const jobId = side === 'jobs' ? 't.jobId' : "''"
  const conditions: Condition[] = [
    ...equal(ordered('team'), filter.team),
    ...equal('t.device', filter.deviceId),
    ...equal('t.kind', filter.kind),
    ...equal('t.jobType', filter.jobType),
    ...(filter.from === undefined ? [] : [{ sql: `${ordered('at')} >= ?`, values: [filter.from] }]),
    ...(filter.to === undefined ? [] : [{ sql: `${ordered('at')} < ?`, values: [filter.to] }]),
    ...(byPointer ? [{ sql: `p.${byPointer.name} = ?`, values: [column(byPointer.value)] }] : []),
    ...(byPointer || first === undefined ? others : [first, ...others]).map(({ table, name, value }) => ({
      sql: `EXISTS (SELECT 1 FROM ${table} o WHERE o.${name} = ? AND o.team = t.team AND o.at = t.at AND o.id = t.id AND o.jobId = ${jobId})`,
      values: [column(value)],
    })),
    ...stateCondition(side, filter),
    ...(place === undefined
      ? []
      : [{ sql: `(${order.map(ordered).join(', ')}) < (${order.map(() => '?').join(', ')})`, values: place }]),
  ]
  const own = side === 'jobs' ? 't.jobId AS jobId, 0 AS isOpen' : "'' AS jobId, t.isOpen AS isOpen"
  const columns = [...['team', 'at', 'id'].map(ordered), ...COLUMNS.map(name => `t.${name}`)]
  const from = byPointer
    ? `${byPointer.table} p CROSS JOIN ${side} t ON ${side === 'jobs' ? "p.jobId <> '' AND t.jobId = p.jobId" : "p.jobId = '' AND t.id = p.id"}`
    : `${side} t`
  return {
    sql: `SELECT ${own}, ${columns.map(name => `${name} AS ${name.slice(2)}`).join(', ')} FROM ${from} WHERE ${conditions.map(({ sql }) => sql).join(' AND ') || '1'}`,
    values: conditions.flatMap(({ values }) => values),
  }
}

/** The tables beside jobs and submissions that a filter is looked for in. */
const pointersOf = ({ bucket, tags = {} }: JobFilter) => [
  ...(bucket === undefined ? [] : [{ table: 'buckets', name: 'bucket', value: bucket }]),
  ...Object.entries(tags).map(tag => ({ table: 'tags', name: 'tag', value: tagText(tag) })),
]

const equal = (name: string, value: string | undefined): readonly Condition[] =>
  value === undefined ? [] : [{ sql: `${name} = ?`, values: [column(value)] }]

/** Written out, not bound: an index of some rows only is used where the condition is there to be read. */
const stateCondition = (side: Side, { state }: JobFilter): readonly Condition[] => {
  if (side === 'jobs') return equal('t.state', state)
  return [
    { sql: state === 'submitting' ? "t.isOpen = 1 AND t.state = 'submitting'" : "t.state = 'refused'", values: [] },
  ]
}
