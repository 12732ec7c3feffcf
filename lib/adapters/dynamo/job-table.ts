import { createHash } from 'node:crypto'
import type { CreateTableCommandInput, GlobalSecondaryIndex } from '@aws-sdk/client-dynamodb'
import type { AuditEvent } from '../../audit/event.ts'
import { deviceOf } from '../../jobs/device.ts'
import { type DeviceStage, isAway } from '../../jobs/device-stage.ts'
import type { Job, JobSubject } from '../../jobs/job.ts'
import { TURN_PARTS } from '../../jobs/pace.ts'
import { type Tagging, tagText } from '../../jobs/tagging.ts'
import type { Timestamp } from '../../system.ts'

/*
 * Records and jobs share one table, so what must be exact is read by its key:
 *
 *   RECORD#<id>     RECORD               the submission
 *   EVENTS#<stream> S#<sequence>         history, apart, so that a policy can allow adding to it and nothing else. The first
 *                                        event of a job's stream is no item: the record itself is
 *   EVENTS#<id>     <time>#<id>          a submission's history before it was chained; read, no longer written
 *   RECORD#<id>     EVENT#<time>#<id>    its history in form 1; read, no longer written
 *   JOBID#<jobId>   JOB                  the job, with its manifest and warnings if they are short
 *   JOBID#<jobId>   APART#<sha256>       long ones, apart, so that lists do not pay for reading them; never changed
 *   JOBID#<jobId>   MANIFEST#<number>    a manifest that the job has had, for lists
 *   JOBID#<jobId>   TEXT#<number>        its text
 *   JOBID#<jobId>   BUCKET#<name>        a pointer, for each bucket after the first and each former one, by which lists find the job
 *   JOBID#<jobId>   TAG#<name>=<value>   a pointer, for each tag; in the index of buckets too
 *   RECORD#<id>     BUCKET#…, TAG#…      the same for a submission that was refused
 *   JOBID#<jobId>   DEVICE#<name>        a pointer for each former device
 *   JOBID#<jobId>   STAGE                a pointer while the job's device is away, by which lists by stage find it
 *   FOLLOWED        TURNS                how far the looks at jobs in turn have come
 *
 * Lists are Queries on indexes. Jobs are in four, refused submissions too; a submission under way is in the sparse one of
 * what is open, and leaves it for good. That one has also, in partitions of their own, the jobs with notices to hand over and
 * the deliveries that wait; its `createdAt` is then when a delivery is due, with its id. A job that is to
 * be looked at at a moment of its own is in the sparse index of what is under way; all others are looked at in turn, those whose
 * device is away by their pointers, and those whose device is with its team by when they were made. What an index holds is only where things are and what
 * narrows a Query, since each kilobyte in each of them is paid for with every submission.
 */

/**
 * The form of items that only this table has (pointers), in their member `v`. In form 1, history had the key of its record, a
 * manifest of any length was in its job's item, and `all` and `open` had one partition each.
 */
export const FORM = 2

/** The start of the partition keys. Policies name them. */
export const KEY_PREFIXES = { record: 'RECORD#', history: 'EVENTS#', job: 'JOBID#' } as const

/** The item that marks the table as in use. */
export const TABLE_KEY = 'TABLE'

/** The item with the progress of taking old jobs into the index of jobs under way. */
export const FOLLOWED_KEY = 'FOLLOWED'

export const recordKey = (id: string) => ({ pk: KEY_PREFIXES.record + id, sk: 'RECORD' })
export const jobKey = (jobId: string) => ({ pk: KEY_PREFIXES.job + jobId, sk: 'JOB' })
/** The key contains the hash of the text, so that a job and its text always fit. */
export const apartKey = (jobId: string, sha256: string) => ({ ...jobKey(jobId), sk: `APART#${sha256}` })

/** Numbers as sort keys that sort like numbers. */
const NUMBER_DIGITS = 9
const numbered = (jobId: string, name: string, number: number) => ({
  ...jobKey(jobId),
  sk: `${name}#${String(number).padStart(NUMBER_DIGITS, '0')}`,
})
export const manifestKey = (jobId: string, number: number) => numbered(jobId, 'MANIFEST', number)
export const manifestTextKey = (jobId: string, number: number) => numbered(jobId, 'TEXT', number)

/** The start of the sort keys of a job's texts: its own long ones, and those of earlier manifests. */
export const TEXT_KINDS = ['APART#', 'TEXT#'] as const

/** The attributes by which a Query can filter entries. */
const NARROWING = ['kind', 'jobType', 'state', 'createdAt']

/** Every index with its name, partition attribute and sort attribute. */
export const INDEXES = {
  /** Everything, by time: for auditors. */
  all: { name: 'all-by-time', hash: 'listed', range: 'byTime' },
  team: { name: 'team-by-time', hash: 'ofTeam', range: 'byTime' },
  /** The team comes before the time, so that a member's Query reads only the team's part. */
  device: { name: 'device-by-team-and-time', hash: 'ofDevice', range: 'byTeamAndTime' },
  bucket: { name: 'bucket-by-team-and-time', hash: 'ofBucket', range: 'byTeamAndTime' },
  open: { name: 'open', hash: 'open', range: 'createdAt' },
  /** Jobs by the time of their next look. Other partitions have pointers by stage, team and time. */
  underWay: { name: 'under-way', hash: 'underWay', range: 'underWayAt' },
} as const

export type Index = (typeof INDEXES)[keyof typeof INDEXES]

const PARTS = ['listed', 'byTime', 'ofTeam', 'ofDevice', 'ofBucket', 'byTeamAndTime', 'underWay', 'underWayAt'] as const

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
    index === INDEXES.open || index === INDEXES.underWay
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
export const tagPartition = (tag: readonly [string, string]) => `TAG#${part(tagText(tag))}`

/**
 * The number of partitions for lists over all teams. A partition takes 1,000 writes a second. A submission enters `all` once, and
 * enters and leaves `open`: with 10,000 submissions a second, no partition gets 500 writes.
 */
const SHARDS = {
  all: { name: 'ALL', count: 32 },
  open: { name: 'OPEN', count: 64 },
  /** A job is in this index only while it has its own time for the next look. */
  due: { name: 'DUE', count: 32 },
  notices: { name: 'NOTICES', count: 16 },
  deliveries: { name: 'DELIVERIES', count: 16 },
} as const

type Sharded = keyof typeof SHARDS

const shardName = (list: Sharded, shard: number) => `${SHARDS[list].name}#${String(shard).padStart(2, '0')}`

/** The partition of a list for an id, which is the same for a record and its job. */
export const shardOf = (list: Sharded, id: string) => shardName(list, numberOf(id) % SHARDS[list].count)

const numberOf = (id: string) => createHash('sha256').update(id).digest().readUInt16BE()

/** The only partition of form 1. */
const ONLY_PARTITION: Readonly<Partial<Record<Sharded, string>>> = { all: 'ALL', open: 'yes' }

/** All partitions of a list, the one of form 1 first. */
export const partitionsOf = (list: Sharded): readonly string[] => [
  ...(ONLY_PARTITION[list] === undefined ? [] : [ONLY_PARTITION[list]]),
  ...Array.from({ length: SHARDS[list].count }, (_, shard) => shardName(list, shard)),
]

const stageShard = (stage: DeviceStage, shard: number) => `STAGE#${stage}#${String(shard).padStart(2, '0')}`

/** All partitions of the pointers to jobs whose device is in a stage. Each has its own turn. */
export const stagePartitions = (stage: DeviceStage): readonly string[] =>
  Array.from({ length: TURN_PARTS }, (_, shard) => stageShard(stage, shard))

/** The attributes that put a record into the index of open things. */
export const openAttribute = ({ id, open }: { readonly id: string; readonly open?: 'yes' }) =>
  open === undefined ? {} : { open: shardOf('open', id) }

/** The attributes that put a job into the list of jobs with notices. */
export const noticesAttribute = ({ id, notices = [] }: Pick<Job, 'id' | 'notices'>) =>
  notices.length === 0 ? {} : { open: shardOf('notices', id) }

/** The part before the time in the sort key of lists by device and by bucket. */
export const teamPrefix = (team: string) => `${part(team)}#`

type Indexed = JobSubject & { readonly id: string; readonly createdAt: Timestamp }

/** The attributes by which lists find an item. */
export const indexAttributes = ({ team, deviceId, buckets: [bucket], createdAt, id }: Indexed) => ({
  listed: shardOf('all', id),
  ofTeam: teamPartition(team),
  ofDevice: devicePartition(deviceId),
  ...(bucket !== undefined && { ofBucket: bucketPartition(bucket) }),
  byTime: `${createdAt}#${id}`,
  byTeamAndTime: teamAndTime({ team, createdAt, id }),
})

const teamAndTime = ({ team, createdAt, id }: Pick<Indexed, 'team' | 'createdAt' | 'id'>) =>
  `${teamPrefix(team)}${createdAt}#${id}`

/** Items beside a job or a refused submission, so that lists find it by further names. */
export const pointersOf = (listed: Indexed & Tagging & Pick<Job, 'formerDevices' | 'formerBuckets'>) => {
  const { buckets, tags = {}, formerDevices = [], formerBuckets = [] } = listed
  const byTeamAndTime = teamAndTime(listed)
  const inBuckets = [
    ...[...buckets.slice(1), ...formerBuckets].map(bucketPartition),
    ...Object.entries(tags).map(tagPartition),
  ]
  return [
    ...inBuckets.map(partition => ({ sk: partition, ofBucket: partition, byTeamAndTime })),
    ...formerDevices.map(devicePartition).map(partition => ({ sk: partition, ofDevice: partition, byTeamAndTime })),
  ]
}

/** The attributes that put a job into the list of due jobs. */
export const dueAttributes = (
  jobId: string,
  due: Timestamp | undefined,
): { readonly underWay?: string; readonly underWayAt?: string } =>
  due === undefined ? {} : { underWay: shardOf('due', jobId), underWayAt: due }

/** The pointer by which lists by stage find a job. While the device is not away, it is in no list. */
export const stagePointer = (job: Job) => {
  const { stage } = deviceOf(job)
  return {
    ...jobKey(job.jobId),
    sk: 'STAGE',
    v: FORM,
    version: job.version,
    ...(isAway(stage) && {
      underWay: stageShard(stage, numberOf(job.jobId) % TURN_PARTS),
      underWayAt: teamAndTime(job),
    }),
  }
}

const SEQUENCE_DIGITS = 12

/** As text that sorts as the numbers do. */
export const sequenceOf = (sequence: number) => String(sequence).padStart(SEQUENCE_DIGITS, '0')

/** The key of an event. */
export const eventKey = (stream: string, sequence: number) => ({
  pk: KEY_PREFIXES.history + stream,
  sk: `S#${sequenceOf(sequence)}`,
})

/** Whether a stream belongs to a job: its name is then a record's id. */
export const isRecordStream = (stream: string) => /^wb[0-9a-f]{32}$/.test(stream)

/** Events of all teams are spread like what has no partition of its own; each is one more write. */
const EVENT_SHARDS = 16

const eventShard = (number: number) => `EVENTS#${String(number).padStart(2, '0')}`
export const eventPartitions = (): readonly string[] => Array.from({ length: EVENT_SHARDS }, (_, n) => eventShard(n))
/** The events of one team. */
export const eventPartition = (team: string) => `EVENTS-OF#${part(team)}`
/** The events of one job, and attempts on it by callers who may not see it. */
export const jobEventPartition = (jobId: string) => `EVENTS-OF-JOB#${part(jobId)}`

/**
 * The attributes by which the feed finds an event. It uses the same indexes as lists of jobs, in other partitions. The filter
 * attributes of jobs hold action and outcome here. Events of a job are also in the index of devices.
 */
export const eventAttributes = ({ team, jobId, stream, sequence, at, action, outcome }: AuditEvent) => {
  const byTime = `${at}#${shortened(stream)}#${sequenceOf(sequence)}`
  return {
    kind: action,
    state: outcome,
    listed: eventShard(createHash('sha256').update(stream).digest().readUInt16BE() % EVENT_SHARDS),
    ...(team !== undefined && { ofTeam: eventPartition(team) }),
    ...(jobId !== undefined && { ofDevice: jobEventPartition(jobId), byTeamAndTime: byTime }),
    byTime,
  }
}

/** The part of a stream's name in a key, which only orders events of the same moment. */
const shortened = (stream: string) =>
  stream.length <= LONGEST_PART_BYTES ? stream : createHash('sha256').update(stream).digest('hex')

/** An event without the attributes that only the table and its indexes need. */
export const withoutEventAttributes = (item: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const { kind: _kind, state: _state, ...rest } = withoutIndexAttributes(item)
  return rest
}

/** An item without the attributes that only the table and its indexes need. */
export const withoutIndexAttributes = (item: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const { pk: _pk, sk: _sk, open, ...rest } = item
  const own = Object.entries(rest).filter(([name]) => !PARTS.some(partName => partName === name))
  return { ...Object.fromEntries(own), ...(isOpen(open) && { open: 'yes' }) }
}

/** An item without its attributes of the index of jobs with notices, which its own members show too. */
const isOpen = (open: unknown) => typeof open === 'string' && partitionsOf('open').includes(open)
