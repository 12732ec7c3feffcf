import type { CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe } from '@jest/globals'
import { createDocumentClient, createDynamoClient, ensureTable } from '../../lib/adapters/dynamo/client.ts'
import { startDynamo } from './dynalite.ts'

type OpenTable = (
  define: (tableName: string) => CreateTableCommandInput,
) => Promise<{ readonly documents: DynamoDBDocumentClient; readonly table: string }>

const AWS_ENDPOINT = process.env.WAYBILL_TEST_AWS_ENDPOINT

/** Runs tests over dynalite, and over the AWS-compatible endpoint that `WAYBILL_TEST_AWS_ENDPOINT` names, if it does. */
export const describeEachDynamo = (name: string, tests: (openTable: OpenTable) => void) => {
  describe.each(AWS_ENDPOINT ? ['dynalite', AWS_ENDPOINT] : ['dynalite'])(`${name} over %s`, endpoint => {
    let client: DynamoDBClient
    let documents: DynamoDBDocumentClient
    let stop: () => Promise<void>
    let tables = 0
    // Another run may have left tables of the same names behind.
    const run = `${process.pid}-${process.hrtime.bigint()}`
    beforeAll(async () => {
      if (endpoint === 'dynalite') {
        const dynamo = await startDynamo()
        ;({ client, documents, stop } = dynamo)
        return
      }
      client = createDynamoClient(endpoint)
      documents = createDocumentClient(client)
      stop = async () => client.destroy()
    })
    afterAll(() => stop())

    tests(async define => {
      tables += 1
      const table = `test-${run}-${tables}`
      await ensureTable(client, define(table))
      return { documents, table }
    })
  })
}
