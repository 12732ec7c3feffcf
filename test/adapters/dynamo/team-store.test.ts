import { afterAll, beforeAll, describe } from '@jest/globals'
import { createDynamoBelongingStore, createDynamoDailyUse } from '../../../lib/adapters/dynamo/belonging-store.ts'
import { ensureTable } from '../../../lib/adapters/dynamo/client.ts'
import { jobTableDefinition } from '../../../lib/adapters/dynamo/job-table.ts'
import { createDynamoTeamStore } from '../../../lib/adapters/dynamo/team-store.ts'
import { createDynamoTurns } from '../../../lib/adapters/dynamo/team-turns.ts'
import { itCountsDailyUse, itIsABelongingStore } from '../../contract/belonging-store.ts'
import { itGivesTurns } from '../../contract/request-turns.ts'
import { itIsATeamStore } from '../../contract/team-store.ts'
import { startDynamo } from '../../support/dynalite.ts'

let dynamo: Awaited<ReturnType<typeof startDynamo>>
let tables = 0
beforeAll(async () => {
  dynamo = await startDynamo(jobTableDefinition('jobs'))
})
afterAll(() => dynamo.stop())

const openTable = async () => {
  tables += 1
  const table = `teams-${tables}`
  await ensureTable(dynamo.client, jobTableDefinition(table))
  return table
}

describe('teams in DynamoDB', () => {
  itIsATeamStore(async () => {
    let now = Date.parse('2026-11-21T10:00:00.000Z')
    const store = createDynamoTeamStore(dynamo.documents, await openTable(), () => new Date(now))
    return {
      store,
      pass: seconds => {
        now += seconds * 1000
      },
    }
  })
})

describe("teams' templates and addresses in DynamoDB", () => {
  itIsABelongingStore(async () => createDynamoBelongingStore(dynamo.documents, await openTable()))
})

describe('the use of a day in DynamoDB', () => {
  itCountsDailyUse(async () => createDynamoDailyUse(dynamo.documents, await openTable()))
})

describe('the turns of teams in DynamoDB', () => {
  itGivesTurns(async () => createDynamoTurns(dynamo.documents, await openTable()))
})
