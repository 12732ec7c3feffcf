import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  ResourceNotFoundException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { AWS_LIMITS, type AwsLimits, limited } from '../system/aws-limits.ts'

/** DynamoDB in the function's own region, or on this machine. */
export const createDynamoClient = (localEndpoint?: string, limits: AwsLimits = AWS_LIMITS): DynamoDBClient =>
  localEndpoint === undefined
    ? limited(new DynamoDBClient({ ...AWS_LIMITS, ...limits }), 'DynamoDB')
    : new DynamoDBClient({
        endpoint: localEndpoint,
        region: 'us-east-1',
        // The emulator asks for a signature but knows no keys.
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      })

/** Absent options are left out of the item too. */
export const createDocumentClient = (client: DynamoDBClient): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })

/** Whether the table exists. */
export const hasTable = async (client: DynamoDBClient, tableName: string): Promise<boolean> => {
  try {
    await client.send(new DescribeTableCommand({ TableName: tableName }))
    return true
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false
    throw error
  }
}

/** Creates a table unless it exists, and waits until it can be used. */
export const ensureTable = async (client: DynamoDBClient, definition: CreateTableCommandInput): Promise<void> => {
  try {
    await client.send(new CreateTableCommand(definition))
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error
  }
  await waitUntilTableExists(
    { client, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 },
    { TableName: definition.TableName },
  )
}
