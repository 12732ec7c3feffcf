import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import pLimit from 'p-limit'
import type { Job } from '../../jobs/job.ts'
import type { JobStore } from '../../jobs/job-store.ts'
import { dueAt } from '../../jobs/pace.ts'
import { jobForm, manifestForm } from '../items/job-items.ts'
import { recordForm } from '../items/submission-items.ts'
import {
  apartKey,
  dueAttributes,
  FORM,
  indexAttributes,
  jobKey,
  manifestKey,
  manifestTextKey,
  noticesAttribute,
  openAttribute,
  pointersOf,
  recordKey,
  stagePointer,
  TEXT_KINDS,
  withoutIndexAttributes,
} from './job-table.ts'
import { queryUpTo } from './query.ts'
import { setExpression, updateExpression } from './update-expression.ts'

/**
 * Lists read a job's item, and up to 4 KB cost the same. A manifest and warnings of this length still fit. So most submissions
 * need three writes, and those with a longer manifest four.
 */
const SHORT_BYTES = 1500

/** How many requests are sent at once: half of the connections that the SDK opens to one host. */
const AT_ONCE = 25

/** Records and jobs in DynamoDB: conditional writes of single items, strongly consistent reads by key. */
export const createDynamoJobStore = (documents: DynamoDBDocumentClient, tableName: string): JobStore => {
  const get = async (key: { pk: string; sk: string }) => {
    const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true }))
    if (!Item) return undefined
    return withoutIndexAttributes(Item)
  }
  const record = async (id: string) => {
    const item = await get(recordKey(id))
    return item && recordForm.read(item, `the submission ${id}`)
  }
  const job = async (jobId: string) => {
    const item = await get(jobKey(jobId))
    if (item?.apart === undefined) return item && jobForm.read(item, `job ${jobId}`)
    const { apart, ...summary } = item
    return jobForm.read({ ...summary, ...(await get(apartKey(jobId, String(apart)))) }, `job ${jobId}`)
  }
  /** The item of a job. Long texts that no list shows are stored in their own items first. */
  const jobItem = async (stored: Job) => {
    const { manifest, warnings, description, v, ...summary } = jobForm.write(stored)
    const own = {
      ...jobKey(stored.jobId),
      v,
      ...summary,
      ...indexAttributes(stored),
      ...noticesAttribute(stored),
      ...dueAttributes(stored.jobId, dueAt(stored)),
    }
    const unlisted = { manifest, warnings, ...(description !== undefined && { description }) }
    const text = JSON.stringify(unlisted)
    if (Buffer.byteLength(text) <= SHORT_BYTES) return { ...own, ...unlisted }
    const apart = createHash('sha256').update(text).digest('hex')
    const Item = { ...apartKey(stored.jobId, apart), v, ...unlisted }
    await documents.send(new PutCommand({ TableName: tableName, Item }))
    return { ...own, apart }
  }

  /** An update, since every function that completes records may update items. */
  const pointToRecord = (id: string, { sk, ...attributes }: ReturnType<typeof pointersOf>[number]) => {
    const set = { v: FORM, ...attributes }
    return documents.send(
      new UpdateCommand({ TableName: tableName, Key: { ...recordKey(id), sk }, ...setExpression({ set, remove: [] }) }),
    )
  }

  const replace = async (changed: Job) => {
    const put = new PutCommand({
      TableName: tableName,
      Item: await jobItem(changed),
      ConditionExpression: 'version = :before',
      ExpressionAttributeValues: { ':before': changed.version - 1 },
    })
    // An attempt of ours whose answer was lost, and which was sent again, counts as done.
    return (await holds(documents.send(put))) || isDeepStrictEqual(await job(changed.jobId), present(changed))
  }

  /** Empties the texts that are stored beside a job. The items stay, since no function may delete one. */
  const emptyTexts = async (jobId: string) => {
    for (const kind of TEXT_KINDS) {
      const query = {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :kind)',
        ExpressionAttributeValues: { ':pk': jobKey(jobId).pk, ':kind': kind },
        ConsistentRead: true,
      }
      const { items } = await queryUpTo(documents, query, Number.POSITIVE_INFINITY)
      for (const { pk, sk, v } of items) {
        const Item = { pk, sk, v, manifest: '', ...(kind === TEXT_KINDS[0] && { warnings: [] }) }
        await documents.send(new PutCommand({ TableName: tableName, Item }))
      }
    }
  }

  return {
    record,
    job,

    claim: async claimed => {
      const put = new PutCommand({
        TableName: tableName,
        Item: { ...recordKey(claimed.id), ...recordForm.write(claimed), ...openAttribute(claimed) },
        ConditionExpression: 'attribute_not_exists(pk) OR #state = :refused',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':refused': 'refused' },
      })
      // An attempt of ours whose answer was lost, and which was sent again, counts as done: owners are drawn anew each time.
      return (await holds(documents.send(put))) || (await record(claimed.id))?.lease.owner === claimed.lease.owner
    },

    change: async (id, owner, { lease, acceptableUntil, accessKeyId }, at) => {
      const update = new UpdateCommand({
        TableName: tableName,
        Key: recordKey(id),
        ...updateExpression({
          set: {
            updatedAt: at,
            ...(lease && { lease }),
            ...(accessKeyId && { accessKeyId }),
            ...(acceptableUntil && { acceptableUntil }),
          },
          remove: acceptableUntil === null ? ['acceptableUntil'] : [],
          ...heldBy(owner),
        }),
      })
      if (await holds(documents.send(update))) return true
      return lease !== undefined && lease.owner !== owner && (await record(id))?.lease.owner === lease.owner
    },

    refuse: async (refused, error, at) => {
      // Before the record is refused: lists pass over what leads to any other.
      await fewAtOnce(pointersOf(refused), pointer => pointToRecord(refused.id, pointer))
      const update = new UpdateCommand({
        TableName: tableName,
        Key: recordKey(refused.id),
        ...updateExpression({
          // The version too: an older form names the error otherwise.
          set: { ...recordForm.write({ updatedAt: at, error, state: 'refused' }), ...indexAttributes(refused) },
          remove: ['acceptableUntil', 'open'],
          ...heldBy(refused.lease.owner),
        }),
      })
      return holds(documents.send(update))
    },

    complete: async (id, owner, { jobId, archivedAt, open, submittedAt, unrecorded }, at) => {
      const update = new UpdateCommand({
        TableName: tableName,
        Key: recordKey(id),
        ...updateExpression({
          set: {
            updatedAt: at,
            state: 'created',
            jobId,
            ...(archivedAt && { archivedAt }),
            ...(submittedAt && { submittedAt }),
            ...(unrecorded && { unrecorded }),
          },
          remove: ['acceptableUntil', ...(open ? [] : ['open']), ...(unrecorded ? [] : ['unrecorded'])],
          ...(submittedAt
            ? { condition: 'attribute_exists(pk) AND attribute_not_exists(jobId)', names: {}, values: {} }
            : {
                condition: 'attribute_exists(pk) AND (lease.#owner = :owner OR attribute_not_exists(jobId))',
                names: { '#owner': 'owner' },
                values: { ':owner': owner },
              }),
        }),
      })
      if (await holds(documents.send(update))) return true
      if (submittedAt === undefined) return false
      // An attempt of ours whose answer was lost, and which was sent again, counts as done.
      const there = await record(id)
      return there?.lease.owner === owner && there.submittedAt === submittedAt
    },

    advance: async (id, latest) => {
      const before = latest.generation - 1
      const update = new UpdateCommand({
        TableName: tableName,
        Key: recordKey(id),
        ...updateExpression({
          set: { latest },
          remove: [],
          condition: `#state = :created AND ${before === 1 ? 'attribute_not_exists(#latest)' : '#latest.#generation = :before'}`,
          names: { '#state': 'state', ...(before !== 1 && { '#generation': 'generation' }) },
          values: { ':created': 'created', ...(before !== 1 && { ':before': before }) },
        }),
      })
      return holds(documents.send(update))
    },

    save: async saved => {
      const put = new PutCommand({
        TableName: tableName,
        Item: await jobItem(saved),
        ConditionExpression: 'attribute_not_exists(pk)',
      })
      if (await holds(documents.send(put))) return
      const there = await job(saved.jobId)
      if (there?.id !== saved.id)
        throw new Error(`Job ${saved.jobId} is stored for record ${there?.id}, not for ${saved.id}`)
    },

    replace,

    purge: async purged => {
      // Before the job says that it is purged: what a run that ended here has left is found again.
      await emptyTexts(purged.jobId)
      return replace(purged)
    },

    pointFromLists: async pointed => {
      const pointers = pointersOf(pointed).map(pointer => ({ ...jobKey(pointed.jobId), v: FORM, ...pointer }))
      await fewAtOnce(pointers, Item => documents.send(new PutCommand({ TableName: tableName, Item })))
    },

    pointFromStage: async pointed => {
      const put = new PutCommand({
        TableName: tableName,
        Item: stagePointer(pointed),
        ConditionExpression: 'attribute_not_exists(pk) OR version < :version',
        ExpressionAttributeValues: { ':version': pointed.version },
      })
      await holds(documents.send(put))
    },

    postpone: async (jobId, from, follow) => {
      const { underWay, underWayAt } = dueAttributes(jobId, follow.dueAt)
      const update = new UpdateCommand({
        TableName: tableName,
        Key: jobKey(jobId),
        ...updateExpression({
          set: { follow, ...(underWay !== undefined && { underWay, underWayAt }) },
          remove: underWay === undefined ? ['underWay', 'underWayAt'] : [],
          ...(from === undefined
            ? { condition: 'follow.#inTurn = :inTurn', names: { '#inTurn': 'inTurn' }, values: { ':inTurn': true } }
            : { condition: '#due = :from', names: { '#due': 'underWayAt' }, values: { ':from': from } }),
        }),
      })
      return holds(documents.send(update))
    },

    // The text first: what a list shows can be read.
    saveManifest: async (jobId, version) => {
      const { manifest, v, ...summary } = manifestForm.write(version)
      const put = (Item: Record<string, unknown>) => documents.send(new PutCommand({ TableName: tableName, Item }))
      await put({ ...manifestTextKey(jobId, version.number), v, manifest })
      await put({ ...manifestKey(jobId, version.number), v, ...summary })
    },

    manifest: async (jobId, number) => {
      const [summary, text] = await Promise.all([get(manifestKey(jobId, number)), get(manifestTextKey(jobId, number))])
      return summary && text && manifestForm.read({ ...text, ...summary }, `manifest ${number} of job ${jobId}`)
    },
  }
}

/** A manifest may name thousands of buckets; a request of each at once would be more than a function's memory holds. */
const fewAtOnce = <T>(items: readonly T[], write: (item: T) => Promise<unknown>) => pLimit(AT_ONCE).map(items, write)

/** Only while the owner of the lease works on the submission. */
const heldBy = (owner: string) => ({
  condition: 'lease.#owner = :owner AND #state = :submitting',
  names: { '#owner': 'owner', '#state': 'state' },
  values: { ':owner': owner, ':submitting': 'submitting' },
})

/** The value as a store gives it back: without members that are `undefined`. */
const present = (value: Job): unknown => JSON.parse(JSON.stringify(value))

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
