import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import dynalite from 'dynalite'
import { createDocumentClient, ensureTable } from '../../../lib/adapters/dynamo/client.ts'
import { createInProcessDynamo } from '../../../lib/adapters/dynamo/in-process.ts'
import { createDynamoJobStore } from '../../../lib/adapters/dynamo/job-store.ts'
import { jobTableDefinition } from '../../../lib/adapters/dynamo/job-table.ts'
import { close, listen } from '../../../lib/local/http-server.ts'
import { itIsAJobStore } from '../../contract/job-store.ts'

describe('DynamoJobStore over dynalite in the same process', () => {
  const emulator = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
  const client = createInProcessDynamo(emulator)
  let connections = 0
  beforeAll(async () => {
    emulator.on('connection', () => {
      connections += 1
    })
    await listen(emulator, 0)
  })
  afterAll(async () => {
    client.destroy()
    await close(emulator)
  })

  let tables = 0
  itIsAJobStore(async () => {
    tables += 1
    const table = `jobs-${tables}`
    await ensureTable(client, jobTableDefinition(table))
    return createDynamoJobStore(createDocumentClient(client), table)
  })

  it('needs no connection for it', () => {
    expect([tables > 0, connections]).toEqual([true, 0])
  })
})
