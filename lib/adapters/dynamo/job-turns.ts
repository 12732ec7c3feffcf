import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import type { TurnProgress, Turns } from '../../jobs/follow/turns.ts'
import { DamagedStore } from '../../system.ts'
import { conditionHolds } from './condition.ts'
import { FIRST, LAST, queryPartition, queryPartitions } from './index-query.ts'
import { FOLLOWED_KEY, FORM, INDEXES, KEY_PREFIXES, partitionsOf, stagePartitions } from './job-table.ts'

const Progress: z.ZodMiniType<TurnProgress> = z.object({
  doneUntil: z.string(),
  begun: z.exactOptional(z.object({ to: z.string(), done: z.number(), after: z.exactOptional(z.string()) })),
  leasedUntil: z.exactOptional(z.string()),
})

const KEY = { pk: FOLLOWED_KEY, sk: 'TURNS' }

/** Jobs in DynamoDB that are looked at in turn. Existing lists have them, so this needs no writes. */
export const createDynamoJobTurns = (documents: DynamoDBDocumentClient, tableName: string): Turns => ({
  jobs: async (part, { limit, after: place }) => {
    const paging = { newestFirst: false, limit, after: place }
    const { entries, after } =
      part.stage === 'not-shipped'
        ? await queryPartitions(documents, tableName, partitionsOf('all'), {
            ...paging,
            index: INDEXES.all,
            // An entry's key is its time and more, so those of the end itself sort behind it.
            range: { from: part.createdFrom, to: part.createdBefore },
            narrowing: [{ name: 'state', comparison: '=', value: 'created' }],
          })
        : await queryPartition(documents, tableName, stagePartitions(part.stage)[part.part] ?? '', {
            ...paging,
            index: INDEXES.underWay,
            range: { from: FIRST, to: LAST },
            narrowing: [],
          })
    const jobs = entries.filter(({ sk }) => sk === 'JOB' || sk === 'STAGE')
    return {
      entries: jobs.map(({ pk }) => pk.slice(KEY_PREFIXES.job.length)),
      ...(after !== undefined && { after }),
    }
  },

  progress: async () => {
    const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: KEY, ConsistentRead: true }))
    if (!Item) return undefined
    const { data } = z.safeParse(Progress, Item)
    if (data) return data
    throw new DamagedStore('how far the looks at jobs in turn have come')
  },

  advance: (from, to) => {
    const put = new PutCommand({
      TableName: tableName,
      Item: { ...KEY, v: FORM, ...to },
      ...(from === undefined ? { ConditionExpression: 'attribute_not_exists(pk)' } : unchangedSince(from)),
    })
    return conditionHolds(documents.send(put))
  },
})

/** Every change of the progress takes or releases its lease. */
const unchangedSince = ({ doneUntil, leasedUntil }: TurnProgress) => ({
  ConditionExpression: `doneUntil = :done AND ${leasedUntil === undefined ? 'attribute_not_exists(leasedUntil)' : 'leasedUntil = :leased'}`,
  ExpressionAttributeValues: { ':done': doneUntil, ...(leasedUntil !== undefined && { ':leased': leasedUntil }) },
})
