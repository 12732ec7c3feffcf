import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ensureTable } from '../../../lib/adapters/dynamo/client.ts'
import { jobTableDefinition } from '../../../lib/adapters/dynamo/job-table.ts'
import { createDynamoRunStore } from '../../../lib/adapters/dynamo/run-store.ts'
import { itIsARunStore, NOW } from '../../contract/run-store.ts'
import { checkRun } from '../../support/checks.ts'
import { startDynamo } from '../../support/dynalite.ts'

describe('DynamoRunStore over dynalite', () => {
  let dynamo: Awaited<ReturnType<typeof startDynamo>>
  let tables = 0
  beforeAll(async () => {
    dynamo = await startDynamo(jobTableDefinition('jobs'))
  })
  afterAll(() => dynamo.stop())
  const openTable = async () => {
    tables += 1
    const table = `runs-${tables}`
    await ensureTable(dynamo.client, jobTableDefinition(table))
    return table
  }
  const open = (table: string, now = NOW) => createDynamoRunStore(dynamo.documents, table, () => new Date(now))

  itIsARunStore(async () => {
    const table = await openTable()
    return now => open(table, now)
  })

  it('lets DynamoDB delete a run after 400 days', async () => {
    const table = await openTable()
    await open(table).add({ team: 'lab', name: 'guide' }, checkRun({ startedAt: new Date(NOW).toISOString() }))
    const { Items = [] } = await dynamo.documents.send(new ScanCommand({ TableName: table }))

    expect(Items[0]?.expiresAt).toBe((NOW + 400 * 24 * 60 * 60_000) / 1000)
  })

  it('reads a run whose checks version 0.1.0 stored as steps', async () => {
    const table = await openTable()
    const run = checkRun({ startedAt: new Date(NOW).toISOString() })
    await open(table).add({ team: 'lab', name: 'guide' }, run)
    const { Items: [{ v: _v, checks: steps, ...item } = {}] = [] } = await dynamo.documents.send(
      new ScanCommand({ TableName: table }),
    )
    await dynamo.documents.send(new PutCommand({ TableName: table, Item: { ...item, steps } }))

    const { runs } = await open(table).list({ team: 'lab', name: 'guide' }, { limit: 1 })

    expect(runs).toEqual([run])
  })
})
