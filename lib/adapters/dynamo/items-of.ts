import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb'

type Item = Readonly<Record<string, unknown>>

/** All items of a table, a page at a time. For what reads a table from end to end; no list is ever made so. */
export async function* itemsOf(documents: DynamoDBDocumentClient, tableName: string): AsyncGenerator<readonly Item[]> {
  const pages = paginateScan({ client: documents }, { TableName: tableName, ConsistentRead: true })
  for await (const { Items = [] } of pages) yield Items
}
