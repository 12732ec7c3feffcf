import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { JobOutbox } from '../../subscriptions/ports.ts'
import { conditionHolds } from './condition.ts'
import { FIRST, LAST, queryPartitions } from './index-query.ts'
import { INDEXES, jobKey, KEY_PREFIXES, partitionsOf } from './job-table.ts'

/** Jobs in DynamoDB that have notices. */
export const createDynamoJobOutbox = (documents: DynamoDBDocumentClient, tableName: string): JobOutbox => ({
  waiting: async ({ limit, after: place }) => {
    const { entries, after } = await queryPartitions(documents, tableName, partitionsOf('notices'), {
      index: INDEXES.open,
      range: { from: FIRST, to: LAST },
      narrowing: [],
      newestFirst: false,
      limit,
      after: place,
    })
    return {
      entries: entries.map(({ pk }) => pk.slice(KEY_PREFIXES.job.length)),
      ...(after !== undefined && { after }),
    }
  },

  clear: ({ jobId, version }) => {
    const update = new UpdateCommand({
      TableName: tableName,
      Key: jobKey(jobId),
      UpdateExpression: 'REMOVE notices, #open',
      ConditionExpression: 'version = :version',
      ExpressionAttributeNames: { '#open': 'open' },
      ExpressionAttributeValues: { ':version': version },
    })
    return conditionHolds(documents.send(update))
  },
})
