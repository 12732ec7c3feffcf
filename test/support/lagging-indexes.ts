import { type DynamoDBDocumentClient, PutCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'

/**
 * A client whose indexes show a table as it was when they last caught up, as DynamoDB's do and dynalite's never: a Query on
 * an index goes to a copy of the table. What is read by key is as it is.
 */
export const createLaggingIndexes = (
  documents: DynamoDBDocumentClient,
  { table, copy }: { readonly table: string; readonly copy: string },
) => {
  const lagging: Pick<DynamoDBDocumentClient, 'send'> = {
    // The overloads of `send` all do the same with the one command that matters here.
    send: ((command: QueryCommand) =>
      documents.send(
        command instanceof QueryCommand && command.input.IndexName !== undefined
          ? new QueryCommand({ ...command.input, TableName: copy })
          : command,
      )) as DynamoDBDocumentClient['send'],
  }
  /** @param isSeen the items that the indexes show as they are now. Default: all */
  const catchUp = async (isSeen: (item: Readonly<Record<string, unknown>>) => boolean = () => true) => {
    const { Items = [] } = await documents.send(new ScanCommand({ TableName: table, ConsistentRead: true }))
    for (const Item of Items.filter(isSeen)) await documents.send(new PutCommand({ TableName: copy, Item }))
  }
  // The adapters call nothing but `send`.
  return { documents: lagging as DynamoDBDocumentClient, catchUp }
}
