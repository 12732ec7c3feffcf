import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb'

type Item = Readonly<Record<string, unknown>>

/** All items of a table, page by page, for programs that read a whole table. Never for lists. */
export async function* itemsOf(documents: DynamoDBDocumentClient, tableName: string): AsyncGenerator<readonly Item[]> {
  const pages = paginateScan({ client: documents }, { TableName: tableName, ConsistentRead: true })
  for await (const { Items = [] } of pages) yield Items
}
