import type { SQLInputValue } from 'node:sqlite'
import { isAway } from '../../jobs/device-stage.ts'
import { type Job, type JobSummary, leavesArchivedToRecord } from '../../jobs/job.ts'
import { isListed, type JobFilter, type Listed } from '../../jobs/job-filter.ts'
import type { JobLists } from '../../jobs/job-store.ts'
import { readPlace, writePlace } from '../../jobs/place.ts'
import { tagText } from '../../jobs/tagging.ts'
import type { Timestamp } from '../../system.ts'
import type { Database, StoredRow } from './database.ts'
import { column } from './item-table.ts'
import { eventTable, jobTable, manifestTable, recordTable } from './job-tables.ts'

/** A condition in SQL, and the values of its question marks. */
interface Condition {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
}

/**
 * Jobs on one side, submissions without a job on the other, and jobs that had a device before; each is read through an index
 * in the order of the list.
 */
type Side = 'jobs' | 'records' | 'former'

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

  const listed = (rows: readonly StoredRow[]): readonly Listed[] => {
    const found = rows.map(row =>
      row.jobId === '' ? { submission: records.read(row) } : { job: summary(jobs.read(row)) },
    )
    const silent = found.flatMap(one => (one.job && leavesArchivedToRecord(one.job) ? [one.job.id] : []))
    const archived = archivedTimes(silent)
    return found.map(({ job, submission }) => {
      if (submission) return { submission }
      const archivedAt = job.archivedAt ?? archived.get(job.id)
      return { job, ...(archivedAt !== undefined && { archivedAt }) }
    })
  }

  /** When the SIGNATURES of records were archived; one query, since a query costs more than a row of it. */
  const archivedTimes = (ids: readonly string[]): ReadonlyMap<string, Timestamp> => {
    if (ids.length === 0) return new Map()
    const rows = prepare('SELECT * FROM records WHERE id IN (SELECT value FROM json_each(?))').all(JSON.stringify(ids))
    return new Map(
      rows.map(records.read).flatMap(({ id, archivedAt }) => (archivedAt === undefined ? [] : [[id, archivedAt]])),
    )
  }

  return {
    list: async (filter, { limit, after }) => {
      const order = orderOf(filter)
      const place = after === undefined ? undefined : readPlace(after, order.length)
      const parts = sidesOf(filter).map(side => selectFrom(side, filter, order, place))
      if (parts.length === 0) return { entries: [] }
      const sql = `${parts.map(part => part.sql).join(' UNION ALL ')} ORDER BY ${order.map(name => `${name} DESC`).join(', ')} LIMIT ?`
      // One more than asked for shows whether there are more.
      const rows = prepare(sql).all(...parts.flatMap(part => part.values), limit + 1)
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        // Looked at again as what it is: the buckets of a submission under way are in its item alone.
        entries: listed(page).filter(entry => isListed(entry, filter)),
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

    createdFor: async (team, deviceId, limit) =>
      prepare(
        "SELECT jobId FROM jobs WHERE team = ? AND device = ? AND state = 'created' ORDER BY at DESC, id DESC LIMIT ?",
      )
        .all(column(team), column(deviceId), limit)
        .map(({ jobId }) => String(jobId)),

    due: async (before, { limit, after }) => {
      const [at, jobId] = after === undefined ? [] : readPlace(after, 2)
      const rows = prepare(
        "SELECT dueAt, jobId FROM devices WHERE dueAt <> '' AND dueAt <= ? AND (dueAt, jobId) > (?, ?) ORDER BY dueAt, jobId LIMIT ?",
      ).all(before, at ?? '', jobId ?? '', limit + 1)
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        entries: page.map(row => ({ jobId: String(row.jobId), dueAt: String(row.dueAt) })),
        ...(rows.length > limit && last && { after: writePlace(String(last.dueAt), String(last.jobId)) }),
      }
    },

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

const summary = ({
  manifest: _manifest,
  warnings: _warnings,
  description: _description,
  custody: _custody,
  notices: _notices,
  unrecorded: _unrecorded,
  ...job
}: Job): JobSummary => job

/** Submissions under way are listed where that is asked for, and nowhere else. */
const sidesOf = (filter: JobFilter): readonly Side[] => {
  const { state, deviceId } = filter
  if (state === 'submitting' || state === 'refused') return isOfDevices(filter) ? [] : ['records']
  return [
    'jobs',
    ...(deviceId === undefined ? [] : (['former'] as const)),
    ...(state === undefined && !isOfDevices(filter) ? (['records'] as const) : []),
  ]
}

/** Whether it is about what only a job's device has. */
const isOfDevices = ({ stage, expiresBefore }: JobFilter) => stage !== undefined || expiresBefore !== undefined

/** Newest first; over all teams by device, bucket, tag or a stage away: team by team. Submissions under way have one order. */
const orderOf = (filter: JobFilter): readonly string[] => {
  const { team, deviceId, state, stage } = filter
  const isNarrow = deviceId !== undefined || pointersOf(filter).length > 0 || (stage !== undefined && isAway(stage))
  return team === undefined && state !== 'submitting' && isNarrow ? ['team', 'at', 'id'] : ['at', 'id']
}

const COLUMNS = ['device', 'kind', 'jobType', 'state', 'item', 'sum']

const selectFrom = (
  side: Side,
  filter: JobFilter,
  order: readonly string[],
  place: readonly SQLInputValue[] | undefined,
) => {
  const by = drivenBy(side, filter)
  // Where the list reads its order from.
  const ordered = (name: string) => (by ? `p.${name}` : `t.${name}`)
  // With the sign, SQLite does not choose an index by time for an order by team.
  const time = order[0] === 'team' ? `+${ordered('at')}` : ordered('at')
  const conditions: Condition[] = [
    ...equal(ordered('team'), filter.team),
    ...(side === 'former' ? [] : equal('t.device', filter.deviceId)),
    ...equal('t.kind', filter.kind),
    ...equal('t.jobType', filter.jobType),
    ...(filter.from === undefined ? [] : [{ sql: `${time} >= ?`, values: [filter.from] }]),
    ...(filter.to === undefined ? [] : [{ sql: `${time} < ?`, values: [filter.to] }]),
    ...(by ? equal(`p.${by.name}`, by.value) : []),
    ...pointerConditions(side, filter, by),
    ...(by?.table === 'devices' ? [] : stageCondition(filter)),
    ...stateCondition(side, filter),
    ...(place === undefined
      ? []
      : [{ sql: `(${order.map(ordered).join(', ')}) < (${order.map(() => '?').join(', ')})`, values: place }]),
  ]
  const own = side === 'records' ? "'' AS jobId, t.isOpen AS isOpen" : 't.jobId AS jobId, 0 AS isOpen'
  const columns = [...['team', 'at', 'id'].map(ordered), ...COLUMNS.map(name => `t.${name}`)]
  const items = side === 'records' ? 'records' : 'jobs'
  const joined = side === 'records' ? "p.jobId = '' AND t.id = p.id" : "p.jobId <> '' AND t.jobId = p.jobId"
  const from = by ? `${by.table} p CROSS JOIN ${items} t ON ${joined}` : `${items} t`
  return {
    sql: `SELECT ${own}, ${columns.map(name => `${name} AS ${name.slice(2)}`).join(', ')} FROM ${from} WHERE ${conditions.map(({ sql }) => sql).join(' AND ') || '1'}`,
    values: conditions.flatMap(({ values }) => values),
  }
}

/** A table beside jobs and submissions, and what is looked for in it. */
interface Pointer {
  readonly table: string
  readonly name: string
  readonly value: string
}

/** The tables beside jobs and submissions that a filter is looked for in. */
const pointersOf = ({ bucket, tags = {} }: JobFilter): readonly Pointer[] => [
  ...(bucket === undefined ? [] : [{ table: 'buckets', name: 'bucket', value: bucket }]),
  ...Object.entries(tags).map(tag => ({ table: 'tags', name: 'tag', value: tagText(tag) })),
]

/** What a list is read from, in its order. Default: the table of the items themselves. A device has the fewest jobs. */
const drivenBy = (side: Side, filter: JobFilter): Pointer | undefined => {
  const { deviceId, state, stage } = filter
  if (side === 'former') return { table: 'formerDevices', name: 'device', value: deviceId ?? '' }
  // Submissions under way are in none of these; they are looked at as they are.
  if (deviceId !== undefined || state === 'submitting') return undefined
  const [first] = pointersOf(filter)
  return first ?? (stage === undefined ? undefined : { table: 'devices', name: 'stage', value: stage })
}

/** What else a job or submission must be found under. */
const pointerConditions = (side: Side, filter: JobFilter, by: Pointer | undefined): readonly Condition[] => {
  const jobId = side === 'records' ? "''" : 't.jobId'
  const others = filter.state === 'submitting' ? [] : pointersOf(filter)
  return others
    .filter(({ table, value }) => table !== by?.table || value !== by.value)
    .map(({ table, name, value }) => ({
      sql: `EXISTS (SELECT 1 FROM ${table} o WHERE o.${name} = ? AND o.team = t.team AND o.at = t.at AND o.id = t.id AND o.jobId = ${jobId})`,
      values: [column(value)],
    }))
}

/** Of a job's device, where the list is not read by stages. */
const stageCondition = ({ stage, expiresBefore }: JobFilter): readonly Condition[] => {
  if (stage === undefined && expiresBefore === undefined) return []
  const stages = stage === undefined ? ['not-shipped', 'shipped'] : [stage]
  const places = stages.map(() => '?').join(', ')
  return [
    { sql: `EXISTS (SELECT 1 FROM devices d WHERE d.jobId = t.jobId AND d.stage IN (${places}))`, values: stages },
  ]
}

const equal = (name: string, value: string | undefined): readonly Condition[] =>
  value === undefined ? [] : [{ sql: `${name} = ?`, values: [column(value)] }]

/** Written out, not bound: an index of some rows only is used where the condition is there to be read. */
const stateCondition = (side: Side, { state }: JobFilter): readonly Condition[] => {
  if (side !== 'records') return equal('t.state', state)
  return [
    { sql: state === 'submitting' ? "t.isOpen = 1 AND t.state = 'submitting'" : "t.state = 'refused'", values: [] },
  ]
}
