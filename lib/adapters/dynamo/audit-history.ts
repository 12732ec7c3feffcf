import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb'
import { chain } from '../../audit/chain.ts'
import type { AuditEvent } from '../../audit/event.ts'
import { type EventFilter, isWanted } from '../../audit/event-filter.ts'
import type { EventPage, EventRequest, History } from '../../audit/ports.ts'
import { pageTokenInvalid, readPlace, writePlace } from '../../jobs/place.ts'
import { submissionEvent } from '../../jobs/submission-event.ts'
import { type Clock, type Timestamp, Unavailable } from '../../system.ts'
import { auditEventForm } from '../items/audit-items.ts'
import { recordForm } from '../items/submission-items.ts'
import { conditionHolds } from './condition.ts'
import { type FeedPart, isLoose, readFeed } from './event-feed.ts'
import {
  eventAttributes,
  eventKey,
  isRecordStream,
  recordKey,
  sequenceOf,
  withoutEventAttributes,
  withoutIndexAttributes,
} from './job-table.ts'
import { queryUpTo } from './query.ts'

/** How many attempts to add an event. Each conflict is another writer's success, so only this many writers at once can fail. */
const MAX_TRIES = 200

/** How many of a stream's last events are read at once to find one that was recorded already. */
const TAIL = 5

/**
 * History in DynamoDB. Each event is one item, put on condition that its place in the stream is free, so two events never follow
 * the same one. The first event of a job's stream has no item: it is made of the record (`submissionEvent`).
 */
export const createDynamoHistory = (documents: DynamoDBDocumentClient, tableName: string, clock: Clock): History => {
  const firstOf = async (stream: string): Promise<AuditEvent | undefined> => {
    if (!isRecordStream(stream)) return undefined
    const get = new GetCommand({ TableName: tableName, Key: recordKey(stream), ConsistentRead: true })
    const { Item } = await documents.send(get)
    return Item && submissionEvent(recordForm.read(withoutIndexAttributes(Item), `the submission ${stream}`))
  }

  const headOf = async (stream: string): Promise<AuditEvent | undefined> => {
    const { pk, sk } = eventKey(stream, 1)
    const { Items = [] } = await documents.send(
      new QueryCommand({
        TableName: tableName,
        // What an earlier form wrote under this key sorts before.
        KeyConditionExpression: 'pk = :pk AND sk >= :first',
        ExpressionAttributeValues: { ':pk': pk, ':first': sk },
        ConsistentRead: true,
        ScanIndexForward: false,
        Limit: 1,
      }),
    )
    return Items[0] ? readEvent(Items[0], stream) : firstOf(stream)
  }

  const at = async (stream: string, sequence: number) => {
    const get = new GetCommand({ TableName: tableName, Key: eventKey(stream, sequence), ConsistentRead: true })
    const { Item } = await documents.send(get)
    return Item && readEvent(Item, stream)
  }

  /** The event with an id, searched at or after a moment, and the last event. */
  const tailOf = async (stream: string, id: string, since: Timestamp) => {
    const { pk, sk } = eventKey(stream, 1)
    let head: AuditEvent | undefined
    let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey']
    do {
      const query = new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND sk >= :first',
        ExpressionAttributeValues: { ':pk': pk, ':first': sk },
        ConsistentRead: true,
        ScanIndexForward: false,
        Limit: TAIL,
        ExclusiveStartKey,
      })
      const { Items = [], LastEvaluatedKey } = await documents.send(query)
      for (const item of Items) {
        const event = readEvent(item, stream)
        head ??= event
        if (event.id === id) return { head, same: event }
        if (event.at < since) return { head }
      }
      ExclusiveStartKey = LastEvaluatedKey
    } while (ExclusiveStartKey)
    return { head: head ?? (await firstOf(stream)) }
  }

  const add = async (
    stream: string,
    happening: Parameters<History['append']>[1],
    mark: Parameters<History['append']>[2],
    tail: () => Promise<{ readonly head: AuditEvent | undefined; readonly same?: AuditEvent }>,
  ): Promise<AuditEvent> => {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      // Whatever comes behind the head meanwhile takes the place of this event, and is looked at in the next try.
      const { head, same } = await tail()
      if (same) return same
      const event = chain(stream, head, happening, mark)
      const put = new PutCommand({
        TableName: tableName,
        Item: { ...eventKey(stream, event.sequence), ...auditEventForm.write(event), ...eventAttributes(event) },
        ConditionExpression: 'attribute_not_exists(pk)',
      })
      if (await conditionHolds(documents.send(put))) return event
      // An attempt of ours whose answer was lost, and which was sent again, counts as done.
      const there = await at(stream, event.sequence)
      if (there?.id === event.id) return there
    }
    throw new Unavailable(`The history ${stream}`)
  }

  return {
    append: (stream, happening, mark) => add(stream, happening, mark, async () => ({ head: await headOf(stream) })),
    appendOnce: (stream, happening, { since, ...mark }) =>
      add(stream, happening, mark, () => tailOf(stream, mark.id, since ?? mark.at)),

    stream: async (stream, { limit, after }): Promise<EventPage> => {
      const place = after === undefined ? 0 : placeOf(after)
      const first = place === 0 ? await firstOf(stream) : undefined
      const { pk, sk } = eventKey(stream, place + 1)
      const query = {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND sk >= :from',
        ExpressionAttributeValues: { ':pk': pk, ':from': sk },
        ConsistentRead: true,
      }
      const { items, more } = await queryUpTo(documents, query, Math.max(0, limit - (first ? 1 : 0)))
      const events = [...(first ? [first] : []), ...items.map(item => readEvent(item, stream))]
      const end = events.at(-1)?.sequence ?? place
      return { events, more, ...(end > 0 && { end: writePlace(sequenceOf(end)) }) }
    },

    feed: (filter: EventFilter, page: EventRequest) =>
      filled(page, filter, request => readFeed(documents, tableName, clock, filter, request)),
  }
}

/** How many reads one page may take, and how many events it may look at, if a filter leaves most of them out. */
const MAX_READS = 10
const LOOKED_AT = 1000
const CHUNK = 250

/** Continues to read while a filter leaves events out, within these limits. */
const filled = async (
  { limit, after }: EventRequest,
  filter: EventFilter,
  read: (request: EventRequest) => Promise<FeedPart>,
): Promise<EventPage> => {
  const events: AuditEvent[] = []
  let end = after
  let more = true
  let looked = 0
  for (let reads = 0; more && events.length < limit && reads < MAX_READS && looked < LOOKED_AT; reads++) {
    const left = limit - events.length
    const part = await read({
      limit: isLoose(filter) ? Math.max(left, CHUNK) : left,
      ...(end !== undefined && { after: end }),
    })
    const wanted = part.found.filter(({ event }) => isWanted(event, filter))
    const taken = wanted.slice(0, left)
    events.push(...taken.map(({ event }) => event))
    looked += part.found.length
    const isCut = taken.length < wanted.length
    end = (isCut ? taken.at(-1)?.place : part.end) ?? end
    more = isCut || part.more
  }
  return { events, more, ...(end !== undefined && { end }) }
}

const readEvent = (item: Readonly<Record<string, unknown>>, stream: string) =>
  auditEventForm.read(withoutEventAttributes(item), `an event of ${stream}`)

const placeOf = (after: string): number => {
  const [sequence = ''] = readPlace(after, 1)
  if (!/^\d{12}$/.test(sequence)) throw pageTokenInvalid()
  return Number(sequence)
}
