import { BatchGetCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { Job } from '../../jobs/job.ts'
import { isListed, type JobFilter, type Listed } from '../../jobs/job-filter.ts'
import type { JobLists } from '../../jobs/job-store.ts'
import { pageTokenInvalid, readPlace, writePlace } from '../../jobs/place.ts'
import type { SubmissionRecord } from '../../jobs/submission-record.ts'
import { jobForm, recordForm } from '../items/job-items.ts'
import { readHistory } from './history.ts'
import {
  ALL_PARTITION,
  bucketPartition,
  devicePartition,
  INDEXES,
  type Index,
  OPEN_PARTITION,
  recordKey,
  teamPartition,
  teamPrefix,
  withoutIndexAttributes,
} from './job-table.ts'

interface Key {
  readonly pk: string
  readonly sk: string
}

/** How many entries of an index one page may look at when a filter leaves some of them out; about 250 KB. */
const LOOKED_AT = 1000
/** DynamoDB's own limit of a BatchGetItem. */
const MAX_BATCH = 100
/** Sort before and after everything that is in a sort key. */
const FIRST = ' '
const LAST = '~'

/** Lists of jobs in DynamoDB: one Query a page, then the items themselves by their keys. Never a Scan. */
export const createDynamoJobLists = (documents: DynamoDBDocumentClient, tableName: string): JobLists => {
  const items = async (keys: readonly Key[]): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> => {
    const found = new Map<string, Readonly<Record<string, unknown>>>()
    for (let open = [...keys]; open.length > 0; ) {
      const { Responses, UnprocessedKeys } = await documents.send(
        new BatchGetCommand({ RequestItems: { [tableName]: { Keys: open.slice(0, MAX_BATCH) } } }),
      )
      for (const item of Responses?.[tableName] ?? []) found.set(nameOf(item as Key), withoutIndexAttributes(item))
      // Keys that we gave, back as they were.
      open = [...((UnprocessedKeys?.[tableName]?.Keys ?? []) as Key[]), ...open.slice(MAX_BATCH)]
    }
    return found
  }

  /** What index entries stand for, as it is now. An entry whose item has become something else stands for nothing. */
  const resolve = async (keys: readonly Key[]): Promise<Listed[]> => {
    const first = await items(keys)
    const found = keys.flatMap((key): ({ submission: SubmissionRecord } | { job: Job })[] => {
      const item = first.get(nameOf(key))
      if (!item) return []
      return key.sk === 'RECORD'
        ? [{ submission: recordForm.read(item, key.pk) }]
        : [{ job: jobForm.read(item, key.pk) }]
    })
    const records = await items(found.flatMap(one => ('job' in one ? [recordKey(one.job.id)] : [])))
    return found.map((one): Listed => {
      if ('submission' in one) return one
      const { job } = one
      const record = records.get(nameOf(recordKey(job.id)))
      const archivedAt = record && recordForm.read(record, `the submission ${job.id}`).archivedAt
      return { job, ...(archivedAt !== undefined && { archivedAt }) }
    })
  }

  return {
    list: async (filter, { limit, after }) => {
      const { index, partition, prefix } = indexFor(filter)
      const narrowing = narrowingBy(index, filter)
      const range = rangeOf(index, prefix, filter)
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
          ScanIndexForward: false,
          Limit: narrowing.length > 0 ? Math.max(limit, LOOKED_AT) : limit,
          ...(after !== undefined && { ExclusiveStartKey: startKey(index, partition, range, after) }),
        }),
      )
      const taken = Items.slice(0, limit)
      const last = taken.length < Items.length ? taken.at(-1) : LastEvaluatedKey
      const keys = new Map(taken.map(item => jobOrRecord(item as Key)).map(key => [nameOf(key), key]))
      const listed = await resolve([...keys.values()])
      return {
        entries: listed.filter(entry => isOfIndex(entry, index) && isListed(entry, filter)),
        ...(last && { after: position(index, last) }),
      }
    },

    events: (recordId, page) => readHistory(documents, tableName, recordId, page),

    open: async ({ limit, after }) => {
      const { Items = [], LastEvaluatedKey } = await documents.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: INDEXES.open.name,
          KeyConditionExpression: '#open = :open',
          ExpressionAttributeNames: { '#open': INDEXES.open.hash },
          ExpressionAttributeValues: { ':open': OPEN_PARTITION },
          Limit: limit,
          ...(after !== undefined && { ExclusiveStartKey: startKey(INDEXES.open, OPEN_PARTITION, ANY, after) }),
        }),
      )
      return {
        entries: Items.map(({ pk }) => String(pk).slice('RECORD#'.length)),
        ...(LastEvaluatedKey && { after: position(INDEXES.open, LastEvaluatedKey) }),
      }
    },
  }
}

const nameOf = ({ pk, sk }: Key) => `${pk} ${sk}`

/** A pointer leads to its job. */
const jobOrRecord = ({ pk, sk }: Key): Key => ({ pk, sk: sk === 'RECORD' ? sk : 'JOB' })

/** Submissions under way are listed by the index of what is open alone; the others may still show one for a moment. */
const isOfIndex = (listed: Listed, index: Index) =>
  'job' in listed || listed.submission.state === (index === INDEXES.open ? 'submitting' : 'refused')

/** The index that reads least: it is chosen by what the filter names. */
const indexFor = ({ team, deviceId, bucket, state }: JobFilter) => {
  const prefix = team === undefined ? '' : teamPrefix(team)
  if (state === 'submitting') return { index: INDEXES.open, partition: OPEN_PARTITION, prefix: '' }
  if (deviceId !== undefined) return { index: INDEXES.device, partition: devicePartition(deviceId), prefix }
  if (bucket !== undefined) return { index: INDEXES.bucket, partition: bucketPartition(bucket), prefix }
  if (team !== undefined) return { index: INDEXES.team, partition: teamPartition(team), prefix: '' }
  return { index: INDEXES.all, partition: ALL_PARTITION, prefix: '' }
}

interface Narrowing {
  readonly name: string
  readonly comparison: '=' | '>=' | '<'
  readonly value: string
}

/**
 * What the index itself can leave out. Pointers have none of the attributes and pass; whatever passes is looked at again
 * as the item that it stands for.
 */
const narrowingBy = (index: Index, filter: JobFilter): readonly Narrowing[] => {
  if (index === INDEXES.open) return []
  const equal = (['kind', 'jobType', 'state'] as const).flatMap(name => {
    const value = filter[name]
    return value === undefined ? [] : [{ name, comparison: '=' as const, value }]
  })
  if (index.range === 'byTime' || filter.team !== undefined) return equal
  // Over all teams, the time is not at the front of the sort key.
  const { from, to } = filter
  return [
    ...equal,
    ...(from === undefined ? [] : [{ name: 'createdAt', comparison: '>=' as const, value: from }]),
    ...(to === undefined ? [] : [{ name: 'createdAt', comparison: '<' as const, value: to }]),
  ]
}

/** The part of the index that is read. */
const rangeOf = (index: Index, prefix: string, { team, from, to }: JobFilter) => {
  if (index.range === 'byTeamAndTime' && team === undefined) return { from: FIRST, to: LAST }
  return { from: `${prefix}${from ?? FIRST}`, to: `${prefix}${to ?? LAST}` }
}

const filterExpression = (narrowing: readonly Narrowing[]) =>
  narrowing
    .map(({ name, comparison }, index) => `(attribute_not_exists(#${name}) OR #${name} ${comparison} :value${index})`)
    .join(' AND ')

/** Where a page ended: the place in the index without its partition, which always comes from the filter. */
const position = (index: Index, entry: Readonly<Record<string, unknown>>) =>
  writePlace(String(entry[index.range]), String(entry.pk), String(entry.sk))

const ANY = { from: FIRST, to: LAST }

/** DynamoDB takes no start outside of the range that is read, and no key of another form. */
const startKey = (index: Index, partition: string, { from, to }: typeof ANY, after: string) => {
  const [range = '', pk, sk] = readPlace(after, 3)
  if (range < from || range > to) throw pageTokenInvalid()
  return { [index.hash]: partition, [index.range]: range, pk, sk }
}
