import { createHash } from 'node:crypto'
import type { CreateTableCommandInput, GlobalSecondaryIndex } from '@aws-sdk/client-dynamodb'
import type { JobSubject } from '../../jobs/job.ts'
import type { Timestamp } from '../../system.ts'

/*
 * Records and jobs share one table, so what must be exact is read by its key:
 *
 *   RECORD#<id>     RECORD               the submission
 *   EVENTS#<id>     <time>#<id>          its history, apart, so that a policy can allow adding to it and nothing else
 *   RECORD#<id>     EVENT#<time>#<id>    its history in form 1; read, and not written any more
 *   JOBID#<jobId>   JOB                  the job
 *   JOBID#<jobId>   BUCKET#<name>        a pointer, for each bucket after the first, to where lists by bucket find the job
 *
 * Lists are Queries on indexes. Jobs are in four, refused submissions too; a submission under way is in the sparse one of
 * what is open, and leaves it for good. What an index holds is only where things are and what narrows a Query, since each
 * kilobyte in each of them is paid for with every submission.
 */

/**
 * The form of what is written, as each item says (`v`). An item without one is of form 1, where history stood under its
 * record's own key.
 */
export const FORM = 2

/** What partition keys begin with. Policies name them. */
export const KEY_PREFIXES = { record: 'RECORD#', history: 'EVENTS#', job: 'JOBID#' } as const

export const recordKey = (id: string) => ({ pk: KEY_PREFIXES.record + id, sk: 'RECORD' })
export const jobKey = (jobId: string) => ({ pk: KEY_PREFIXES.job + jobId, sk: 'JOB' })

/** What a Query can leave entries out by. */
const NARROWING = ['kind', 'jobType', 'state', 'createdAt']

/** Every index: what it is called, its partition and its sort attribute. */
export const INDEXES = {
  /** Everything, by time: for auditors. One partition takes 1,000 entries a second; sharding by time would not widen that. */
  all: { name: 'all-by-time', hash: 'listed', range: 'byTime' },
  team: { name: 'team-by-time', hash: 'ofTeam', range: 'byTime' },
  /** The team comes before the time, so that a member's Query reads the team's part alone. */
  device: { name: 'device-by-team-and-time', hash: 'ofDevice', range: 'byTeamAndTime' },
  bucket: { name: 'bucket-by-team-and-time', hash: 'ofBucket', range: 'byTeamAndTime' },
  open: { name: 'open', hash: 'open', range: 'createdAt' },
} as const

export type Index = (typeof INDEXES)[keyof typeof INDEXES]

const PARTS = ['listed', 'byTime', 'ofTeam', 'ofDevice', 'ofBucket', 'byTeamAndTime'] as const

/** The table of records and jobs, on this machine and deployed. */
export const jobTableDefinition = (tableName: string): CreateTableCommandInput => ({
  TableName: tableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['pk', 'sk', 'open', 'createdAt', ...PARTS].map(AttributeName => ({
    AttributeName,
    AttributeType: 'S',
  })),
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: Object.values(INDEXES).map(indexDefinition),
})

const indexDefinition = (index: Index): GlobalSecondaryIndex => ({
  IndexName: index.name,
  KeySchema: [
    { AttributeName: index.hash, KeyType: 'HASH' },
    { AttributeName: index.range, KeyType: 'RANGE' },
  ],
  Projection:
    index === INDEXES.open
      ? { ProjectionType: 'KEYS_ONLY' }
      : { ProjectionType: 'INCLUDE', NonKeyAttributes: [...NARROWING] },
})

const LONGEST_PART_BYTES = 200

/** A text as a part of a key: no `#`, never empty, never too long (DynamoDB refuses a whole item for that). */
const part = (text: string): string => {
  const encoded = encodeURIComponent(text.toWellFormed())
  if (encoded.length <= LONGEST_PART_BYTES) return `=${encoded}`
  return `sha256=${createHash('sha256').update(text).digest('hex')}`
}

export const teamPartition = (team: string) => `TEAM#${part(team)}`
export const devicePartition = (deviceId: string) => `DEVICE#${part(deviceId)}`
export const bucketPartition = (bucket: string) => `BUCKET#${part(bucket)}`
export const ALL_PARTITION = 'ALL'
export const OPEN_PARTITION = 'yes'

/** What precedes the time in the sort key of lists by device and by bucket. */
export const teamPrefix = (team: string) => `${part(team)}#`

type Indexed = JobSubject & { readonly id: string; readonly createdAt: Timestamp }

/** Where lists find an item. */
export const indexAttributes = ({ team, deviceId, buckets: [bucket], createdAt, id }: Indexed) => ({
  listed: ALL_PARTITION,
  ofTeam: teamPartition(team),
  ofDevice: devicePartition(deviceId),
  ...(bucket !== undefined && { ofBucket: bucketPartition(bucket) }),
  byTime: `${createdAt}#${id}`,
  byTeamAndTime: `${teamPrefix(team)}${createdAt}#${id}`,
})

/** Where a list by a further bucket finds a job. */
export const pointerAttributes = ({ team, createdAt, id }: Indexed, bucket: string) => ({
  ofBucket: bucketPartition(bucket),
  byTeamAndTime: `${teamPrefix(team)}${createdAt}#${id}`,
})

/** An item without what only the indexes need. */
export const withoutIndexAttributes = (item: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const { pk: _pk, sk: _sk, v: _v, ...rest } = item
  return Object.fromEntries(Object.entries(rest).filter(([name]) => !PARTS.some(partName => partName === name)))
}
