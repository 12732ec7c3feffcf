import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { PageKey } from '../../jobs/ports.ts'
import type { RandomBytes } from '../../system.ts'

const KEY = { pk: 'PAGE-KEY', sk: 'PAGE-KEY' }
const KEY_BYTES = 32

/**
 * The key of page tokens, drawn by whoever needs it first and read once by each process. It lies in the very table whose
 * lists the tokens lead through: who can read it there needs no token.
 */
export const createDynamoPageKey = (
  documents: DynamoDBDocumentClient,
  tableName: string,
  randomBytes: RandomBytes,
): PageKey => {
  const read = async (): Promise<Uint8Array | undefined> => {
    const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: KEY, ConsistentRead: true }))
    return Item && Buffer.from(String(Item.key), 'base64')
  }
  const make = async (): Promise<Uint8Array> => {
    const key = Buffer.from(randomBytes(KEY_BYTES)).toString('base64')
    const put = new PutCommand({
      TableName: tableName,
      Item: { ...KEY, key },
      ConditionExpression: 'attribute_not_exists(pk)',
    })
    try {
      await documents.send(put)
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error
    }
    const made = await read()
    if (!made) throw new Error(`Table ${tableName} does not keep the key of page tokens`)
    return made
  }

  let known: Uint8Array | undefined
  return async () => {
    known ??= (await read()) ?? (await make())
    return known
  }
}
