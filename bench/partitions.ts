import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { createDynamoJobStore } from '../lib/adapters/dynamo/job-store.ts'
import { INDEXES } from '../lib/adapters/dynamo/job-table.ts'
import type { Job } from '../lib/jobs/job.ts'
import type { SubmissionRecord } from '../lib/jobs/submission-record.ts'
import type { Bench } from './bench.ts'

/** Submissions in one second. */
const RATE = 10_000
/** Teams that submit them. A team's own partition of the list by team takes 1,000 writes a second, as any partition does. */
const TEAMS = 100

type Item = Record<string, unknown>

/** Counts the writes that submissions make, by the partition of the table or of an index that takes them. */
export const writesByPartition = async (submissions: number): Promise<ReadonlyMap<string, number>> => {
  const items = new Map<string, Item>()
  const writes = new Map<string, number>()
  const count = (partition: string) => writes.set(partition, (writes.get(partition) ?? 0) + 1)

  /** As DynamoDB does: an entry that comes, goes or moves is a write where it is, and where it was. */
  const put = (item: Item) => {
    const key = `${item.pk} ${item.sk}`
    const before = items.get(key)
    items.set(key, item)
    count(`table ${item.pk}`)
    for (const { name, hash, range } of Object.values(INDEXES)) {
      const place = (of: Item | undefined) =>
        of?.[hash] === undefined || of[range] === undefined ? '' : `${name} ${of[hash]}`
      const [was, is] = [place(before), place(item)]
      if (was !== '' && was !== is) count(was)
      if (is !== '') count(is)
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
    const { record, job } = submissionOf(number)
    await store.claim(record)
    await store.save(job)
    await store.complete(record.id, record.lease.owner, { jobId: job.jobId, open: false }, record.createdAt)
  }
  return writes
}

const submissionOf = (number: number): { readonly record: SubmissionRecord; readonly job: Job } => {
  const subject = {
    team: `team-${number % TEAMS}`,
    kind: 's3-import',
    jobType: 'Import',
    deviceId: `device-${number}`,
    buckets: [`bucket-of-team-${number % TEAMS}`],
  } as const
  const createdAt = new Date(Date.UTC(2026, 10, 21) + Math.floor((number * 1000) / RATE)).toISOString()
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
      manifest: 'manifestVersion:2.0\n',
      manifestSha256: id,
      sentSha256: id,
      version: 1,
    },
  }
}

/** The busiest partitions at ten thousand submissions a second. */
export const partitions: Bench = {
  measures: `Writes in one second to the busiest partition of the table and of each of its indexes, while ${TEAMS} teams make ${RATE.toLocaleString('en')} submissions: counted from what the job store sends, since no emulator has partitions.`,
  limitedBy:
    'a team, a device or a bucket, each of which has one partition of its own, that takes 1,000 writes a second.',
  run: async ({ submissions }) => {
    const rate = Math.min(RATE, 500 * submissions)
    const busiest = new Map<string, number>()
    for (const [partition, count] of await writesByPartition(rate)) {
      const [of = ''] = partition.split(' ')
      busiest.set(of, Math.max(busiest.get(of) ?? 0, count))
    }
    return [...busiest].map(([of, ours]) => ({ name: of, unit: '', ours, targets: [{ of: 'ours', most: 500 }] }))
  },
}
