import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { AuditEvent } from '../../audit/event.ts'
import type { EventFilter } from '../../audit/event-filter.ts'
import type { EventPage, EventRequest } from '../../audit/ports.ts'
import { readPlace, writePlace } from '../../jobs/place.ts'
import { submissionEvent } from '../../jobs/submission-event.ts'
import type { Clock, Timestamp } from '../../system.ts'
import { auditEventForm } from '../items/audit-items.ts'
import { recordForm } from '../items/job-items.ts'
import { FIRST, type IndexEntry, type Narrowing, queryPartitions } from './index-query.ts'
import {
  eventPartition,
  eventPartitions,
  INDEXES,
  partitionsOf,
  recordKey,
  teamPartition,
  withoutEventAttributes,
  withoutIndexAttributes,
} from './job-table.ts'
import { itemsByKey, type Key, nameOf } from './listed-items.ts'

/**
 * For so long an event may still appear behind others: its writer's clock may be behind, its Put may be tried again (for
 * `AWS_LIMITS` at the most), and an index shows it a moment later. The feed ends so long before now.
 */
export const SETTLING_MS = 30_000

/** The time up to which the feed is final. */
export const settledUntil = (clock: Clock): Timestamp => new Date(clock().getTime() - SETTLING_MS).toISOString()

/**
 * A part of the events of all streams, or of one team, by their time: entries of the indexes that lists of jobs use. An
 * event is an entry of its own; a job stands for its submission, whose event its record is.
 */
export const readFeed = async (
  documents: DynamoDBDocumentClient,
  tableName: string,
  clock: Clock,
  { team, from, to, ...filter }: EventFilter,
  { limit, after }: EventRequest,
): Promise<EventPage> => {
  const horizon = settledUntil(clock)
  const start = from ?? FIRST
  // Another reader's clock may have been a little ahead when it made the place.
  const reached = after === undefined ? start : (readPlace(after, 2)[0] ?? start)
  const end = [to !== undefined && to < horizon ? to : horizon, reached].reduce((a, b) => (a > b ? a : b))
  const { entries, after: next } = await queryPartitions(
    documents,
    tableName,
    team === undefined ? [...partitionsOf('all'), ...eventPartitions()] : [teamPartition(team), eventPartition(team)],
    {
      index: team === undefined ? INDEXES.all : INDEXES.team,
      // An entry's key is its time and more, so those of the end itself sort behind it.
      range: { from: start, to: end },
      narrowing: narrowingBy(filter),
      newestFirst: false,
      limit,
      after,
    },
  )
  const keys = entries.flatMap(entry => keyOf(entry) ?? [])
  const items = await itemsByKey(documents, tableName, keys)
  const events = entries.flatMap(entry => {
    const key = keyOf(entry)
    const item = key && items.get(nameOf(key))
    return key && item ? (eventOf(entry, item, key) ?? []) : []
  })
  const last = entries.at(-1)
  const place = next ?? (last && writePlace(String(last.byTime), last.pk)) ?? after
  return { events, more: next !== undefined, ...(place !== undefined && { end: place }) }
}

/** What the index itself can leave out. A job's own entry stands for `submit` and `done`, and does not say so. */
const narrowingBy = ({ action, outcome }: EventFilter): readonly Narrowing[] => {
  const isOfJobs = (action === undefined || action === 'submit') && (outcome === undefined || outcome === 'done')
  if (isOfJobs) return []
  return [
    ...(action === undefined ? [] : [{ name: 'kind', comparison: '=' as const, value: action }]),
    ...(outcome === undefined ? [] : [{ name: 'state', comparison: '=' as const, value: outcome }]),
  ]
}

/** The item that an entry of an index stands for: the event itself, or a job's record. */
const keyOf = ({ pk, sk, byTime }: IndexEntry): Key | undefined => {
  if (sk === 'JOB') return recordKey(String(byTime).slice(String(byTime).indexOf('#') + 1))
  // The entry of a submission that was refused; what befell it are events of their own.
  return sk === 'RECORD' ? undefined : { pk, sk }
}

const eventOf = (
  { sk, byTime }: IndexEntry,
  item: Readonly<Record<string, unknown>>,
  key: Key,
): AuditEvent | undefined => {
  if (sk !== 'JOB') return auditEventForm.read(withoutEventAttributes(item), `an event of ${key.pk}`)
  const event = submissionEvent(recordForm.read(withoutIndexAttributes(item), key.pk))
  // A job that was adopted later than it was made has events of its own about that.
  return event && String(byTime).startsWith(`${event.at}#`) ? event : undefined
}
