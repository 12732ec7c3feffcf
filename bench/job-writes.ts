import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { createDynamoJobStore } from '../lib/adapters/dynamo/job-store.ts'
import { INDEXES } from '../lib/adapters/dynamo/job-table.ts'
import type { Job } from '../lib/jobs/job.ts'
import type { SubmissionRecord } from '../lib/jobs/submission-record.ts'
import { exportOf } from './manifest.ts'

type Item = Record<string, unknown>

/** What the table's own items are called beside the names of its indexes. */
export const TABLE = 'table'

/** A write to the table, or what it causes in an index. */
export interface StoreWrite {
  readonly place: string
  readonly partition: string
  /** Write units: one for each kilobyte that is begun. */
  readonly units: number
}

/** What is left in a place. */
export interface Stored {
  readonly entries: number
  readonly bytes: number
}

const UNIT_BYTES = 1024
/** What DynamoDB adds to an item, and to its entry in an index, in what it stores. */
const OVERHEAD_BYTES = 100

/**
 * Makes submissions in the job store, and hands over each write that they cause: as DynamoDB does, an entry of an index that
 * comes, goes or moves is a write where it is and where it was.
 *
 * @returns what is stored in the end, by place
 */
export const makeSubmissions = async (
  { submissions, teams, rate }: { readonly submissions: number; readonly teams: number; readonly rate: number },
  onWrite: (write: StoreWrite) => void,
): Promise<ReadonlyMap<string, Stored>> => {
  const items = new Map<string, Item>()

  const put = (item: Item) => {
    const key = `${item.pk} ${item.sk}`
    const before = items.get(key)
    items.set(key, item)
    onWrite({ place: TABLE, partition: String(item.pk), units: unitsOf(Math.max(sizeOf(item), sizeOf(before))) })
    for (const index of Object.values(INDEXES)) {
      const [was, is] = [entryOf(before, index), entryOf(item, index)]
      if (was && was.partition !== is?.partition) onWrite({ place: index.name, partition: was.partition, units: 1 })
      if (is && is.text !== was?.text)
        onWrite({ place: index.name, partition: is.partition, units: unitsOf(is.text.length) })
    }
  }
  const update = ({ Key = {}, UpdateExpression = '', ExpressionAttributeValues = {} }: UpdateCommand['input']) => {
    const item: Item = { ...items.get(`${Key.pk} ${Key.sk}`) }
    const [set = '', removed = ''] = UpdateExpression.replace(/^SET /, '').split(' REMOVE ')
    // The adapter names attributes and values alike: `SET #state = :state REMOVE #open`.
    for (const [, name = '', value = ''] of set.matchAll(/#(\w+) = (:\w+)/g))
      item[name] = ExpressionAttributeValues[value]
    for (const [, name = ''] of removed.matchAll(/#(\w+)/g)) delete item[name]
    put(item)
  }

  const counting: Pick<DynamoDBDocumentClient, 'send'> = {
    // The overloads of `send` differ in the command, and only these two are sent.
    send: (async (command: PutCommand | UpdateCommand) => {
      if (command instanceof PutCommand) put(command.input.Item ?? {})
      else if (command instanceof UpdateCommand) update(command.input)
      else throw new Error('A submission makes no other request')
      return {}
    }) as DynamoDBDocumentClient['send'],
  }
  // The adapter calls nothing but `send`.
  const store = createDynamoJobStore(counting as DynamoDBDocumentClient, 'jobs')
  for (let number = 0; number < submissions; number += 1) {
    const { record, job } = submissionOf(number, teams, rate)
    await store.claim(record)
    await store.save(job)
    await store.complete(record.id, record.lease.owner, { jobId: job.jobId, open: false }, record.createdAt)
  }
  return storedIn(items.values())
}

type Index = (typeof INDEXES)[keyof typeof INDEXES]

const KEYS_ONLY: readonly Index[] = [INDEXES.open, INDEXES.underWay]
const NARROWING = ['kind', 'jobType', 'state', 'createdAt']

/** An item's entry in an index, if it has one. */
const entryOf = (item: Item | undefined, index: Index): { partition: string; text: string } | undefined => {
  const { hash, range } = index
  if (item?.[hash] === undefined || item[range] === undefined) return undefined
  const names = ['pk', 'sk', hash, range, ...(KEYS_ONLY.includes(index) ? [] : NARROWING)]
  return { partition: String(item[hash]), text: JSON.stringify(names.map(name => [name, item[name]])) }
}

const sizeOf = (item: Item | undefined) => (item ? Buffer.byteLength(JSON.stringify(item)) : 0)
const unitsOf = (bytes: number) => Math.ceil(bytes / UNIT_BYTES)

const storedIn = (items: Iterable<Item>): ReadonlyMap<string, Stored> => {
  const stored = new Map<string, Stored>()
  const add = (place: string, bytes: number) => {
    const { entries = 0, bytes: before = 0 } = stored.get(place) ?? {}
    stored.set(place, { entries: entries + 1, bytes: before + bytes + OVERHEAD_BYTES })
  }
  for (const item of items) {
    add(TABLE, sizeOf(item))
    for (const index of Object.values(INDEXES)) {
      const entry = entryOf(item, index)
      if (entry) add(index.name, entry.text.length)
    }
  }
  return stored
}

const MANIFEST = exportOf(1024)

const submissionOf = (
  number: number,
  teams: number,
  rate: number,
): { readonly record: SubmissionRecord; readonly job: Job } => {
  const subject = {
    team: `team-${number % teams}`,
    kind: 's3-import',
    jobType: 'Import',
    deviceId: `device-${number}`,
    buckets: [`bucket-of-team-${number % teams}`],
  } as const
  const createdAt = new Date(Date.UTC(2026, 10, 21) + Math.floor((number * 1000) / rate)).toISOString()
  const accessKeyId = 'AKIAIOSFODNN7EXAMPLE'
  const id = `wb${number.toString(16).padStart(32, '0')}`
  const times = { createdAt, updatedAt: createdAt }
  return {
    record: {
      ...subject,
      ...times,
      id,
      state: 'submitting',
      idempotencyKey: id,
      fingerprint: id,
      lease: { owner: id, until: createdAt },
      asker: { principal: 'bench' },
      accessKeyId,
      open: 'yes',
    },
    job: {
      ...subject,
      ...times,
      id,
      jobId: number.toString(36).padStart(5, '0').toUpperCase(),
      state: 'created',
      accessKeyId,
      signature: 'hmgL0julWxoVXeYHHqFQAbvmaL4=',
      warnings: [],
      artifacts: [],
      manifest: MANIFEST,
      manifestSha256: id,
      sentSha256: id,
      version: 1,
      follow: { inTurn: true },
    },
  }
}
