import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import type { UnfollowedJobs } from '../../jobs/follow/take-in.ts'
import { writePlace } from '../../jobs/place.ts'
import { type Clock, DamagedStore } from '../../system.ts'
import { conditionHolds } from './condition.ts'
import { FIRST, LAST, queryPartitions } from './index-query.ts'
import { dueAttributes, FOLLOWED_KEY, FORM, INDEXES, jobKey, KEY_PREFIXES, partitionsOf } from './job-table.ts'
import { setExpression } from './update-expression.ts'

/** During a release, functions of the earlier version may still store jobs. For this time the end may move. */
const RELEASE_MS = 60 * 60_000

/** How many of the old jobs have been taken in. */
const Progress = z.object({ startedAt: z.string(), place: z.exactOptional(z.string()), isDone: z.boolean() })
type Progress = z.infer<typeof Progress>

const KEY = { pk: FOLLOWED_KEY, sk: FOLLOWED_KEY }

/**
 * The jobs that were stored before the table had an index of jobs under way. They are found by their time. The progress has its
 * own item.
 */
export const createDynamoUnfollowedJobs = (
  documents: DynamoDBDocumentClient,
  tableName: string,
  clock: Clock,
): UnfollowedJobs => {
  /** What this process knows already: once everything is done, it stays done. */
  let known: Progress | undefined
  let next: Progress | undefined

  const read = async (): Promise<Progress> => {
    const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: KEY, ConsistentRead: true }))
    if (!Item) return { startedAt: clock().toISOString(), isDone: false }
    const { data } = z.safeParse(Progress, Item)
    if (data) return data
    throw new DamagedStore('how far jobs of before are followed')
  }

  return {
    next: async limit => {
      if (known?.isDone) return undefined
      known = await read()
      if (known.isDone) return undefined
      const { startedAt, place } = known
      const { entries, after } = await queryPartitions(documents, tableName, partitionsOf('all'), {
        index: INDEXES.all,
        range: { from: FIRST, to: LAST },
        narrowing: [],
        newestFirst: false,
        limit,
        after: place,
      })
      const last = entries.at(-1)
      const end = after ?? (last ? writePlace(String(last.byTime), last.pk) : place)
      const isDone = after === undefined && clock().getTime() - Date.parse(startedAt) > RELEASE_MS
      next = { startedAt, isDone, ...(end !== undefined && { place: end }) }
      return entries.filter(({ sk }) => sk === 'JOB').map(({ pk }) => pk.slice(KEY_PREFIXES.job.length))
    },

    takeIn: async ({ jobId }, due) => {
      const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = setExpression({
        set: dueAttributes(jobId, due),
        remove: [],
      })
      const update = new UpdateCommand({
        TableName: tableName,
        Key: jobKey(jobId),
        UpdateExpression,
        // Whoever has changed it meanwhile has listed it, or knows that it is over.
        ConditionExpression:
          'attribute_exists(pk) AND attribute_not_exists(#underWayAt) AND attribute_not_exists(follow)',
        ExpressionAttributeNames,
        ExpressionAttributeValues,
      })
      await conditionHolds(documents.send(update))
    },

    passed: async () => {
      if (!next) return
      await documents.send(new PutCommand({ TableName: tableName, Item: { ...KEY, v: FORM, ...next } }))
      known = next
    },
  }
}
