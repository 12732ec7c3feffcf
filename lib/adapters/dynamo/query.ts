import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb'

type Item = Readonly<Record<string, unknown>>

/** The first `limit` items of a Query over all of DynamoDB's pages (1 MB each), and whether there are more. */
export const queryUpTo = async (
  documents: DynamoDBDocumentClient,
  input: Omit<QueryCommandInput, 'Limit'>,
  limit: number,
): Promise<{ readonly items: readonly Item[]; readonly more: boolean }> => {
  const items: Item[] = []
  let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey']
  do {
    const wanted = limit + 1 - items.length
    const query = new QueryCommand({ ...input, ExclusiveStartKey, ...(Number.isFinite(wanted) && { Limit: wanted }) })
    const { Items = [], LastEvaluatedKey } = await documents.send(query)
    items.push(...Items)
    ExclusiveStartKey = LastEvaluatedKey
  } while (ExclusiveStartKey && items.length <= limit)
  return { items: items.slice(0, limit), more: items.length > limit }
}
