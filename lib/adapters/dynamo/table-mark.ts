import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { TableMark } from '../../jobs/known-table.ts'
import { FIRST, LAST, queryPartitions } from './index-query.ts'
import { FORM, INDEXES, partitionsOf, TABLE_KEY } from './job-table.ts'

/** The mark of a table is an item of its own. */
export const createDynamoTableMark = (documents: DynamoDBDocumentClient, tableName: string): TableMark => {
  const Key = { pk: TABLE_KEY, sk: TABLE_KEY }
  const hasAny = async (name: 'all' | 'open') => {
    const { entries } = await queryPartitions(documents, tableName, partitionsOf(name), {
      index: INDEXES[name],
      range: { from: FIRST, to: LAST },
      narrowing: [],
      newestFirst: true,
      limit: 1,
    })
    return entries.length > 0
  }
  return {
    isSet: async () => {
      const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }))
      return Item !== undefined
    },
    set: async () => {
      await documents.send(new PutCommand({ TableName: tableName, Item: { ...Key, v: FORM } }))
    },
    isEmpty: async () => !(await hasAny('all')) && !(await hasAny('open')),
  }
}
