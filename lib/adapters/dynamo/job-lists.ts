import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { isAway } from '../../jobs/device-stage.ts'
import { isListed, type JobFilter, type Listed, type Page } from '../../jobs/job-filter.ts'
import type { JobLists } from '../../jobs/job-store.ts'
import { manifestSummaryForm } from '../items/job-items.ts'
import { FIRST, type IndexQuery, LAST, type Narrowing, queryPartition, queryPartitions } from './index-query.ts'
import {
  bucketPartition,
  devicePartition,
  INDEXES,
  type Index,
  KEY_PREFIXES,
  manifestKey,
  partitionsOf,
  stagePartitions,
  tagPartition,
  teamPartition,
  teamPrefix,
  withoutIndexAttributes,
} from './job-table.ts'
import { type Key, listedItems, nameOf } from './listed-items.ts'
import { readOlderEvents } from './older-events.ts'

/** Lists of jobs in DynamoDB: one Query for each partition, then the items by their keys. Never a Scan. */
export const createDynamoJobLists = (documents: DynamoDBDocumentClient, tableName: string): JobLists => {
  const query = ({ partitions, ...asked }: IndexQuery & { readonly partitions: readonly string[] }) => {
    const [only, ...others] = partitions
    return only !== undefined && others.length === 0
      ? queryPartition(documents, tableName, only, asked)
      : queryPartitions(documents, tableName, partitions, asked)
  }

  const listPage = async (
    filter: JobFilter,
    { limit, after: place }: { readonly limit: number; readonly after: string | undefined },
  ): Promise<Page<Listed>> => {
    const { index, partitions, prefix } = indexFor(filter)
    const { entries: found, after } = await query({
      index,
      partitions,
      range: rangeOf(index, prefix, filter),
      narrowing: narrowingBy(index, filter),
      newestFirst: true,
      limit,
      after: place,
    })
    const keys = new Map(found.map(jobOrRecord).map(key => [nameOf(key), key]))
    const listed = await listedItems(documents, tableName, [...keys.values()])
    return {
      entries: listed.filter(entry => isOfIndex(entry, index) && isListed(entry, filter)),
      ...(after !== undefined && { after }),
    }
  }

  return {
    list: async (filter, { limit, after: place }) => {
      let page = await listPage(filter, { limit, after: place })
      // Where no index knows what is asked for, a page would often be empty.
      for (let pages = 1; isSifted(filter) && pages < MOST_PAGES; pages += 1) {
        const { entries, after } = page
        if (after === undefined || entries.length === limit) break
        const next = await listPage(filter, { limit: limit - entries.length, after })
        page = { ...next, entries: [...entries, ...next.entries] }
      }
      return page
    },

    olderEvents: (recordId, page) => readOlderEvents(documents, tableName, recordId, page),

    manifests: async (jobId, below, limit) => {
      if (below <= 1 || limit < 1) return []
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
          ExpressionAttributeValues: {
            ':pk': manifestKey(jobId, 1).pk,
            ':first': manifestKey(jobId, 1).sk,
            ':last': manifestKey(jobId, below - 1).sk,
          },
          ConsistentRead: true,
          ScanIndexForward: false,
          Limit: limit,
        }),
      )
      return Items.map(item => manifestSummaryForm.read(withoutIndexAttributes(item), `a manifest of job ${jobId}`))
    },

    createdFor: async (team, deviceId, limit) => {
      const filter = { team, deviceId, state: 'created' } as const
      const { entries } = await query({
        index: INDEXES.device,
        partitions: [devicePartition(deviceId)],
        range: rangeOf(INDEXES.device, teamPrefix(team), filter),
        narrowing: narrowingBy(INDEXES.device, filter),
        newestFirst: true,
        limit,
      })
      const own = entries.filter(({ sk }) => sk === 'JOB')
      return own.map(({ pk }) => pk.slice(KEY_PREFIXES.job.length))
    },

    due: async (before, { limit, after: place }) => {
      const { entries, after } = await query({
        index: INDEXES.underWay,
        partitions: partitionsOf('due'),
        range: { from: FIRST, to: before },
        narrowing: [],
        newestFirst: false,
        limit,
        after: place,
      })
      return {
        entries: entries.map(({ pk, underWayAt }) => ({
          jobId: pk.slice(KEY_PREFIXES.job.length),
          dueAt: String(underWayAt),
        })),
        ...(after !== undefined && { after }),
      }
    },

    open: async ({ limit, after: place }) => {
      const { entries, after } = await query({
        index: INDEXES.open,
        partitions: partitionsOf('open'),
        range: { from: FIRST, to: LAST },
        narrowing: [],
        newestFirst: false,
        limit,
        after: place,
      })
      return {
        entries: entries.map(({ pk }) => pk.slice(KEY_PREFIXES.record.length)),
        ...(after !== undefined && { after }),
      }
    },
  }
}

/** How many pages of an index one page of a list may read. */
const MOST_PAGES = 8

/** Whether only a job's item shows whether it matches the filter. */
const isSifted = ({ stage, expiresBefore }: JobFilter) =>
  expiresBefore !== undefined || (stage !== undefined && !isAway(stage))

/** A pointer leads to its job, or to its submission. */
const jobOrRecord = ({ pk }: Key): Key => ({ pk, sk: pk.startsWith(KEY_PREFIXES.record) ? 'RECORD' : 'JOB' })

/** Submissions under way are listed by the index of what is open alone; the others may still show one for a moment. */
const isOfIndex = (listed: Listed, index: Index) =>
  'job' in listed || listed.submission.state === (index === INDEXES.open ? 'submitting' : 'refused')

interface IndexPart {
  readonly index: Index
  readonly partitions: readonly string[]
  readonly prefix: string
}

/** The index for a filter, chosen so that the least is read. */
const indexFor = ({ team, deviceId, bucket, tags = {}, state, stage }: JobFilter): IndexPart => {
  const [tag] = Object.entries(tags)
  const prefix = team === undefined ? '' : teamPrefix(team)
  if (state === 'submitting') return { index: INDEXES.open, partitions: partitionsOf('open'), prefix: '' }
  if (deviceId !== undefined) return { index: INDEXES.device, partitions: [devicePartition(deviceId)], prefix }
  if (bucket !== undefined) return { index: INDEXES.bucket, partitions: [bucketPartition(bucket)], prefix }
  if (tag !== undefined) return { index: INDEXES.bucket, partitions: [tagPartition(tag)], prefix }
  if (stage !== undefined && isAway(stage))
    return { index: INDEXES.underWay, partitions: stagePartitions(stage), prefix }
  if (team !== undefined) return { index: INDEXES.team, partitions: [teamPartition(team)], prefix: '' }
  return { index: INDEXES.all, partitions: partitionsOf('all'), prefix: '' }
}

/**
 * The part of the filter that the index itself can apply. Pointers have none of these attributes and pass. Everything that passes
 * is checked again with its item.
 */
const narrowingBy = (index: Index, filter: JobFilter): readonly Narrowing[] => {
  if (index === INDEXES.open || index === INDEXES.underWay) return []
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

/** The part of an index to read. */
const rangeOf = (index: Index, prefix: string, { team, from, to }: JobFilter) => {
  const isTeamFirst = index.range === 'byTeamAndTime' || index === INDEXES.underWay
  if (isTeamFirst && team === undefined) return { from: FIRST, to: LAST }
  return { from: `${prefix}${from ?? FIRST}`, to: `${prefix}${to ?? LAST}` }
}
