import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { hereSince } from '../../depot/job-position.ts'
import type { DepotJob, DepotJobSummary, DepotJobs, RequestMark } from '../../depot/ports.ts'
import type { Clock, NewId } from '../../system.ts'
import { depotJobForm, ownedSummaryForm } from '../items/depot-items.ts'
import { createDepotQueue } from './depot-queue.ts'

/*
 * Six kinds of item in one table, no index:
 *
 *   JOB#<id>       JOB                   the job. Its conditional Put decides that it exists
 *   JOB#<id>       JOB, `void`           an ID that no job may get
 *   OWNER#<owner>  <createdAt>#<id>      where lists find it, put before the job; means nothing by itself
 *   HERE           <since>#<id>          where the queue finds a job whose device is here (`depot-queue.ts`)
 *   QUOTA#<owner>  <day>                 how many jobs the owner has made that day
 *   REQUEST#<hash> REQUEST               a signed request that was taken, until it expires (`expiresAt`)
 *
 * Lists must show every job there is (a client that lost an answer settles by them), and an index of DynamoDB may lag.
 * So a list reads the owner's entries and then the jobs themselves, both strongly consistent. An entry without a job is a
 * request under way, or one that died; once its time is over, the list makes its ID void, so that a write that is still on
 * its way cannot make the job afterwards.
 */

const jobKey = (jobId: string) => ({ pk: `JOB#${jobId}`, sk: 'JOB' })
const entryKey = (owner: string, { createdAt, jobId }: Pick<DepotJob, 'createdAt' | 'jobId'>) => ({
  pk: `OWNER#${owner}`,
  sk: `${createdAt}#${jobId}`,
})

type OwnedSummary = DepotJobSummary & Pick<DepotJob, 'owner'>

interface Entry {
  readonly jobId: string
  readonly createdAt: string
  /** When the request that makes the job expires. */
  readonly until: string
}

/** The depot's jobs in their own DynamoDB table. */
export const createDynamoDepotJobs = (
  documents: DynamoDBDocumentClient,
  tableName: string,
  { clock, newId }: { readonly clock: Clock; readonly newId: NewId },
): DepotJobs => {
  /** The item under a job's key, void or not. */
  const jobItem = async (jobId: string): Promise<Record<string, unknown> | undefined> => {
    const { Item } = await documents.send(
      new GetCommand({ TableName: tableName, Key: jobKey(jobId), ConsistentRead: true }),
    )
    return Item
  }

  const get = async (jobId: string) => toJob(await jobItem(jobId))

  /** Puts an item unless it exists. An item of our own earlier attempt, whose answer was lost, counts as put. */
  const putNew = async (jobId: string, attributes: object): Promise<boolean> => {
    const putId = newId()
    const put = new PutCommand({
      TableName: tableName,
      Item: { ...jobKey(jobId), ...attributes, putId },
      ConditionExpression: 'attribute_not_exists(pk)',
    })
    return (await holds(documents.send(put))) || (await jobItem(jobId))?.putId === putId
  }

  /** Whether this copy of a signed request is the first one. */
  const isFirst = ({ digest, attempt }: RequestMark, until: Date): Promise<boolean> =>
    holds(
      documents.send(
        new PutCommand({
          TableName: tableName,
          Item: {
            pk: `REQUEST#${digest}`,
            sk: 'REQUEST',
            attempt,
            expiresAt: Math.ceil(until.getTime() / 1000) + FORGOTTEN_AFTER_S,
          },
          ConditionExpression: 'attribute_not_exists(pk) OR #attempt = :attempt',
          ExpressionAttributeNames: { '#attempt': 'attempt' },
          ExpressionAttributeValues: { ':attempt': attempt },
        }),
      ),
    )

  /** The existing items under the keys of jobs, in any order. */
  const jobItems = async (jobIds: readonly string[], attributes?: readonly string[]) => {
    const found: Record<string, unknown>[] = []
    for (let keys = [...new Set(jobIds)].map(jobKey); keys.length > 0; ) {
      const { Responses, UnprocessedKeys } = await documents.send(
        new BatchGetCommand({
          RequestItems: {
            [tableName]: {
              Keys: keys.slice(0, MAX_BATCH),
              ConsistentRead: true,
              ...(attributes && {
                ProjectionExpression: attributes.map(name => `#${name}`).join(', '),
                ExpressionAttributeNames: Object.fromEntries(attributes.map(name => [`#${name}`, name])),
              }),
            },
          },
        }),
      )
      found.push(...(Responses?.[tableName] ?? []))
      const again = (UnprocessedKeys?.[tableName]?.Keys ?? []) as typeof keys
      keys = [...again, ...keys.slice(MAX_BATCH)]
    }
    return found
  }

  const summaries = async (entries: readonly Entry[]): Promise<ReadonlyMap<string, OwnedSummary>> => {
    const ids = entries.map(({ jobId }) => jobId)
    const found = new Map<string, OwnedSummary>()
    for (const item of await jobItems(ids, SUMMARY)) {
      const { jobId } = item
      // A void item has none of these members.
      if (typeof jobId === 'string') found.set(jobId, ownedSummaryForm.read(item, `job ${jobId} of the depot`))
    }
    return found
  }

  /**
   * What an entry without a job stands for: `undefined`, unless the job has come to be meanwhile. If its time is over, it
   * never will: the ID becomes void, and the entry goes.
   */
  const settle = async (owner: string, entry: Entry): Promise<DepotJobSummary | undefined> => {
    if (clock().toISOString() < entry.until) return undefined
    if (!(await putNew(entry.jobId, { void: true }))) {
      const job = await get(entry.jobId)
      if (belongs(job, owner, entry)) return job
    }
    await documents.send(new DeleteCommand({ TableName: tableName, Key: entryKey(owner, entry) }))
    return undefined
  }

  const queue = createDepotQueue(documents, tableName, async jobIds =>
    (await jobItems(jobIds)).flatMap(item => toJob(item) ?? []),
  )

  return {
    get,

    add: async (job, until, request) => {
      if (request && !(await isFirst(request, until))) return 'repeated'
      const key = entryKey(job.owner, job)
      const entry: Entry = { jobId: job.jobId, createdAt: job.createdAt, until: until.toISOString() }
      const put = new PutCommand({
        TableName: tableName,
        Item: { ...key, ...entry },
        // The same owner has drawn the same ID in the same millisecond: that attempt's entry must stay as it is.
        ConditionExpression: 'attribute_not_exists(pk)',
      })
      if (!(await holds(documents.send(put)))) return 'id-taken'
      // The entry is there, so a list that is made from `until` on sees it: what comes after this line cannot go unseen.
      if (clock() >= until) return 'too-late'
      if (await putNew(job.jobId, depotJobForm.write(job))) return 'added'
      await documents.send(new DeleteCommand({ TableName: tableName, Key: key }))
      return clock() >= until ? 'too-late' : 'id-taken'
    },

    replace: async ({ jobId, owner: _owner, createdAt: _createdAt, ...changed }) => {
      const since = hereSince(changed)
      // Each time, so that an entry that was lost, or never made, comes with the next step.
      if (since !== undefined) await queue.enter({ since, jobId })
      const changeId = newId()
      const set: Record<string, unknown> = { ...depotJobForm.write(changed), changeId }
      const removed = CHANGEABLE.filter(name => set[name] === undefined)
      const kept = Object.keys(set).filter(name => set[name] !== undefined)
      const update = new UpdateCommand({
        TableName: tableName,
        Key: jobKey(jobId),
        UpdateExpression: [
          `SET ${kept.map(name => `#${name} = :${name}`).join(', ')}`,
          ...(removed.length > 0 ? [`REMOVE ${removed.map(name => `#${name}`).join(', ')}`] : []),
        ].join(' '),
        ConditionExpression: '#version = :before',
        ExpressionAttributeNames: Object.fromEntries([...kept, ...removed].map(name => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ...Object.fromEntries(kept.map(name => [`:${name}`, set[name]])),
          ':before': changed.version - 1,
        },
      })
      const isDone = (await holds(documents.send(update))) || (await jobItem(jobId))?.changeId === changeId
      const [arrival] = changed.events ?? []
      if (isDone && arrival && since === undefined) await queue.leave({ since: arrival.at, jobId })
      return isDone
    },

    list: async (owner, { limit, after }) => {
      const jobs: DepotJobSummary[] = []
      let from: Record<string, unknown> | undefined = after && entryKey(owner, after)
      do {
        const { Items = [], LastEvaluatedKey } = await documents.send(
          new QueryCommand({
            TableName: tableName,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': `OWNER#${owner}` },
            ScanIndexForward: false,
            ConsistentRead: true,
            // One more than asked for shows whether there are more.
            Limit: limit + 1 - jobs.length,
            ...(from && { ExclusiveStartKey: from }),
          }),
        )
        const entries = Items as Entry[]
        const found = await summaries(entries)
        for (const entry of entries) {
          const summary = found.get(entry.jobId)
          const job = belongs(summary, owner, entry) ? summary : await settle(owner, entry)
          if (job) jobs.push(job)
        }
        from = LastEvaluatedKey
      } while (from && jobs.length <= limit)
      return { jobs: jobs.slice(0, limit), truncated: jobs.length > limit }
    },

    here: queue.page,

    count: async (owner, day, limit) => {
      if (limit < 1) return false
      const update = new UpdateCommand({
        TableName: tableName,
        Key: { pk: `QUOTA#${owner}`, sk: day },
        UpdateExpression: 'ADD used :one',
        ConditionExpression: 'attribute_not_exists(used) OR used < :limit',
        ExpressionAttributeValues: { ':one': 1, ':limit': limit },
      })
      return holds(documents.send(update))
    },
  }
}

/** How much longer requests are remembered, since clocks differ. */
const FORGOTTEN_AFTER_S = 60 * 60

/** DynamoDB's own limit of a BatchGetItem. */
const MAX_BATCH = 100

const SUMMARY = ['v', 'jobId', 'owner', 'jobType', 'createdAt', 'cancelledAt'] as const satisfies (
  | keyof DepotJob
  | 'v'
)[]

/** The members that a change may remove. */
const CHANGEABLE = ['signature', 'sheet', 'label', 'events', 'cancelledAt'] as const satisfies (keyof DepotJob)[]

const toJob = (item: Record<string, unknown> | undefined): DepotJob | undefined => {
  if (item === undefined || item.void === true) return undefined
  const { pk: _pk, sk: _sk, putId: _putId, changeId: _changeId, ...job } = item
  return depotJobForm.read(job, `job ${job.jobId} of the depot`)
}

/** Another owner may have got the ID that an entry was put for, or the same one at another time. */
const belongs = (job: OwnedSummary | undefined, owner: string, entry: Entry): job is OwnedSummary =>
  job?.owner === owner && job.createdAt === entry.createdAt

/** Whether the write's condition held. */
const holds = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}
