import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { pageTokenInvalid, readPlace, writePlace } from '../../jobs/place.ts'
import type { Index } from './job-table.ts'

/** An entry of an index: the keys of an item, and the attributes that filter a Query. */
export type IndexEntry = Readonly<Record<string, unknown>> & { readonly pk: string; readonly sk: string }

/** A condition for entries. An entry without the attribute passes. */
export interface Narrowing {
  readonly name: string
  readonly comparison: '=' | '>=' | '<'
  readonly value: string
}

/** A part of an index. */
export interface IndexQuery {
  readonly index: Index
  /** The part of the sort key, both ends included. */
  readonly range: { readonly from: string; readonly to: string }
  readonly narrowing: readonly Narrowing[]
  readonly newestFirst: boolean
  readonly limit: number
  /** The end of an earlier page of the same list. */
  readonly after?: string | undefined
}

export interface EntryPage {
  readonly entries: readonly IndexEntry[]
  readonly after?: string
}

/** Texts that sort before and after every key. */
export const FIRST = ' '
export const LAST = '~'

/** How many entries one page may read if a filter leaves some of them out; about 250 KB. */
const LOOKED_AT = 1000

/**
 * One Query of one partition, whose end DynamoDB itself names. While an index lags it may have a job twice, in an old place
 * and in its new one: both have one sort key, so what comes behind the last entry of the page before is looked at for that.
 */
export const queryPartition = async (
  documents: DynamoDBDocumentClient,
  tableName: string,
  partition: string,
  query: IndexQuery,
): Promise<EntryPage> => {
  const { index, limit, narrowing, after } = query
  const start = after === undefined ? undefined : startKey(query, partition, after)
  const { entries: found, last } = await run(documents, tableName, partition, {
    ...query,
    start,
    limit: narrowing.length > 0 ? Math.max(limit, LOOKED_AT) : limit,
  })
  const isShown = (entry: IndexEntry) => entry.pk === start?.pk && entry[index.range] === start?.[index.range]
  const entries = found.filter(entry => !isShown(entry))
  const taken = entries.slice(0, limit)
  const end = taken.length < entries.length ? taken.at(-1) : last
  return { entries: taken, ...(end && { after: writePlace(String(end[index.range]), String(end.pk), String(end.sk)) }) }
}

/** The start of a Query. DynamoDB refuses a start outside the range, and a key of another form. */
const startKey = ({ index, range: { from, to } }: IndexQuery, partition: string, after: string) => {
  const [range = '', pk, sk] = readPlace(after, 3)
  if (range < from || range > to) throw pageTokenInvalid()
  return { [index.hash]: partition, [index.range]: range, pk, sk }
}

/**
 * Queries several partitions in parallel, and merges their entries in one order. Each is asked for its share of the page and a
 * little more, and again if it has a larger share. Entries beyond the end of a partition that has more are not certain to be next,
 * so they wait for the next page.
 *
 * @param partitions the first one may have far more than its share
 */
export const queryPartitions = async (
  documents: DynamoDBDocumentClient,
  tableName: string,
  partitions: readonly string[],
  query: IndexQuery,
): Promise<EntryPage> => {
  const { limit, narrowing } = query
  const place = query.after === undefined ? undefined : placeOf(query, query.after)
  const order = orderOf(query)
  const range = place === undefined ? query.range : rest(query, place)
  const wanted = narrowing.length > 0 ? Math.max(limit, LOOKED_AT) : limit
  const share = Math.ceil((2 * wanted) / partitions.length) + SPARE
  const read = async (partition: string, number: number, start?: Start): Promise<Read> => {
    const many = number === 0 ? Math.max(wanted, share) : share
    const found = await run(documents, tableName, partition, { ...query, range, start, limit: many })
    return { ...found, partition, number }
  }
  let parts = await Promise.all(partitions.map((partition, number) => read(partition, number)))
  const earlier = (one: string, other: string) => (query.newestFirst ? compare(other, one) : compare(one, other))
  for (let rounds = 1; ; rounds += 1) {
    // The end that is reached first on the way.
    const open = parts.flatMap(part => (part.last ? [{ part, end: String(part.last[query.index.range]) }] : []))
    const [first] = open.sort((one, other) => earlier(one.end, other.end))
    const end = first?.end
    const isCertain = (entry: IndexEntry) =>
      end === undefined || order(entry, { range: end, id: query.newestFirst ? LAST : FIRST }) < 0
    const certain = parts
      .flatMap(({ entries }) => entries)
      .filter(entry => isCertain(entry) && (place === undefined || order(entry, place) > 0))
      .toSorted((one, other) => order(one, keyOf(query, other)))
    const entries = certain.slice(0, limit)
    const taken = entries.at(-1)
    if (taken && entries.length < certain.length) return { entries, after: writePlaceOf(keyOf(query, taken)) }
    if (end === undefined) return { entries }
    const next = { range: end, id: query.newestFirst ? LAST : FIRST }
    const isAhead = place === undefined || comparePlaces(query, next, place) > 0
    if (isAhead && (entries.length === limit || rounds >= MAX_ROUNDS)) return { entries, after: writePlaceOf(next) }
    // Those that hold the others up.
    const behind = new Set(open.slice(0, Math.ceil(open.length / 2)).map(({ part }) => part))
    parts = await Promise.all(
      parts.map(async part => {
        if (!behind.has(part)) return part
        const more = await read(part.partition, part.number, part.last)
        return { ...more, entries: [...part.entries, ...more.entries] }
      }),
    )
  }
}

/** So often one page asks those partitions on that have more of it than their share. */
const MAX_ROUNDS = 6

type Start = Readonly<Record<string, unknown>> | undefined

/** The entries of a partition that were read, and where they end. */
interface Read {
  readonly partition: string
  readonly number: number
  readonly entries: readonly IndexEntry[]
  readonly last: Start
}

/** Beyond a partition's share, so that a page is seldom short. */
const SPARE = 4

interface Place {
  /** The sort key of the index. */
  readonly range: string
  /** The partition key of the item, which orders those of one moment. */
  readonly id: string
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

/** Below zero: `one` is before `other` in the list. */
const comparePlaces = ({ newestFirst }: IndexQuery, one: Place, other: Place) => {
  const ascending = compare(one.range, other.range) || compare(one.id, other.id)
  return newestFirst ? -ascending : ascending
}

const keyOf = ({ index }: IndexQuery, entry: IndexEntry): Place => ({ range: String(entry[index.range]), id: entry.pk })

const orderOf = (query: IndexQuery) => (entry: IndexEntry, place: Place) =>
  comparePlaces(query, keyOf(query, entry), place)

const writePlaceOf = ({ range, id }: Place) => writePlace(range, id)

const placeOf = ({ range: { from, to } }: IndexQuery, after: string): Place => {
  const [range = '', id = ''] = readPlace(after, 2)
  if (range < from || range > to) throw pageTokenInvalid()
  return { range, id }
}

/** The rest of the range after a place, the moment of the place included. */
const rest = ({ range: { from, to }, newestFirst }: IndexQuery, place: Place) =>
  newestFirst ? { from, to: place.range } : { from: place.range, to }

const run = async (
  documents: DynamoDBDocumentClient,
  tableName: string,
  partition: string,
  {
    index,
    range,
    narrowing,
    newestFirst,
    limit,
    start,
  }: IndexQuery & { readonly start?: Readonly<Record<string, unknown>> | undefined },
) => {
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      IndexName: index.name,
      KeyConditionExpression: '#hash = :hash AND #range BETWEEN :from AND :to',
      ...(narrowing.length > 0 && { FilterExpression: filterExpression(narrowing) }),
      ExpressionAttributeNames: {
        '#hash': index.hash,
        '#range': index.range,
        ...Object.fromEntries(narrowing.map(({ name }) => [`#${name}`, name])),
      },
      ExpressionAttributeValues: {
        ':hash': partition,
        ':from': range.from,
        ':to': range.to,
        ...Object.fromEntries(narrowing.map(({ value }, number) => [`:value${number}`, value])),
      },
      ScanIndexForward: !newestFirst,
      Limit: limit,
      ExclusiveStartKey: start,
    }),
  )
  // The table's own keys are in every entry of its indexes.
  return { entries: Items as IndexEntry[], last: LastEvaluatedKey }
}

const filterExpression = (narrowing: readonly Narrowing[]) =>
  narrowing
    .map(({ name, comparison }, index) => `(attribute_not_exists(#${name}) OR #${name} ${comparison} :value${index})`)
    .join(' AND ')
