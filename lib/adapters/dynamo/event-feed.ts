import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { AuditEvent } from '../../audit/event.ts'
import type { EventFilter } from '../../audit/event-filter.ts'
import type { EventRequest } from '../../audit/ports.ts'
import { readPlace, writePlace } from '../../jobs/place.ts'
import { submissionEvent } from '../../jobs/submission-event.ts'
import type { Clock, Timestamp } from '../../system.ts'
import { auditEventForm } from '../items/audit-items.ts'
import { recordForm } from '../items/submission-items.ts'
import { FIRST, type IndexEntry, type Narrowing, queryPartitions } from './index-query.ts'
import {
  eventPartition,
  eventPartitions,
  INDEXES,
  jobEventPartition,
  jobKey,
  partitionsOf,
  recordKey,
  teamPartition,
  withoutEventAttributes,
  withoutIndexAttributes,
} from './job-table.ts'
import { itemsByKey, type Key, nameOf } from './listed-items.ts'

/**
 * How long an event may still appear among earlier ones, in milliseconds: its writer's clock may be behind, its Put may be tried
 * again (within `AWS_LIMITS`), and an index shows it a moment later. The feed ends this long before now.
 */
export const SETTLING_MS = 30_000

/** The time up to which the feed is final. */
const settledUntil = (clock: Clock): Timestamp => new Date(clock().getTime() - SETTLING_MS).toISOString()

/** An event, and its place in the list. */
interface PlacedEvent {
  readonly event: AuditEvent
  readonly place: string
}

/** A part of the feed, which may still contain events that the filter leaves out. */
export interface FeedPart {
  readonly found: readonly PlacedEvent[]
  readonly end?: string
  readonly more: boolean
}

/**
 * A part of the events of all streams, of one team or of one job, by their time. They are in the same indexes as lists of jobs.
 * Each event has its own entry; a job's entry stands for its submission, whose event is made of the record.
 */
export const readFeed = async (
  documents: DynamoDBDocumentClient,
  tableName: string,
  clock: Clock,
  { team, jobId, from, to, ...filter }: EventFilter,
  { limit, after }: EventRequest,
): Promise<FeedPart> => {
  const horizon = settledUntil(clock)
  const start = from ?? FIRST
  // Another reader's clock may have been a little ahead when it made the place.
  const reached = after === undefined ? start : (readPlace(after, 2)[0] ?? start)
  const end = [to !== undefined && to < horizon ? to : horizon, reached].reduce((a, b) => (a > b ? a : b))
  if (jobId !== undefined && after === undefined) {
    const submitted = await submissionOf(documents, tableName, jobId)
    // Nothing of a job is older than its submission.
    const place = writePlace(start, FIRST)
    if (submitted && submitted.at >= start && submitted.at < end)
      return { found: [{ event: submitted, place }], end: place, more: true }
  }
  const { index, partitions } = listOf(team, jobId)
  const { entries, after: next } = await queryPartitions(documents, tableName, partitions, {
    index,
    // An entry's key is its time and more, so those of the end itself sort behind it.
    range: { from: start, to: end },
    narrowing: narrowingBy(filter),
    newestFirst: false,
    limit,
    after,
  })
  const keys = entries.flatMap(entry => keyOf(entry) ?? [])
  const items = await itemsByKey(documents, tableName, keys)
  const placeOf = (entry: IndexEntry) => writePlace(String(entry[index.range]), entry.pk)
  const found = entries.flatMap(entry => {
    const key = keyOf(entry)
    const item = key && items.get(nameOf(key))
    const event = key && item && eventOf(entry, item, key)
    return event ? [{ event, place: placeOf(entry) }] : []
  })
  const last = entries.at(-1)
  const place = next ?? (last && placeOf(last)) ?? after
  return { found, more: next !== undefined, ...(place !== undefined && { end: place }) }
}

/** The part of an index that a filter needs. */
const listOf = (team: string | undefined, jobId: string | undefined) => {
  if (jobId !== undefined) return { index: INDEXES.device, partitions: [jobEventPartition(jobId)] }
  if (team !== undefined) return { index: INDEXES.team, partitions: [teamPartition(team), eventPartition(team)] }
  return { index: INDEXES.all, partitions: [...partitionsOf('all'), ...eventPartitions()] }
}

/** The first event of a job, if it is made of the job's record. */
const submissionOf = async (documents: DynamoDBDocumentClient, tableName: string, jobId: string) => {
  const read = async (key: Key, names?: readonly string[]) =>
    (await itemsByKey(documents, tableName, [key], names)).get(nameOf(key))
  const job = await read(jobKey(jobId), ['pk', 'sk', 'id'])
  const key = job && recordKey(String(job.id))
  const record = key && (await read(key))
  return record && submissionEvent(recordForm.read(record, key.pk))
}

/**
 * Whether `readFeed` may read many events that the filter leaves out, since the index entries do not show what it filters by.
 */
export const isLoose = ({ principal, team, jobId, ...filter }: EventFilter): boolean => {
  const isAsked = filter.action !== undefined || filter.outcome !== undefined
  return (
    principal !== undefined ||
    (jobId !== undefined && team !== undefined) ||
    (isAsked && narrowingBy(filter).length === 0)
  )
}

/** The part of the filter that the index itself can apply. A job's entry stands for `submit` and `done`, but does not have them. */
const narrowingBy = ({ action, outcome }: EventFilter): readonly Narrowing[] => {
  const isOfJobs = (action === undefined || action === 'submit') && (outcome === undefined || outcome === 'done')
  if (isOfJobs) return []
  return [
    ...(action === undefined ? [] : [{ name: 'kind', comparison: '=' as const, value: action }]),
    ...(outcome === undefined ? [] : [{ name: 'state', comparison: '=' as const, value: outcome }]),
  ]
}

/** The item of an index entry: the event itself, or a job's record. */
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
