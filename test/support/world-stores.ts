import { DatabaseSync } from 'node:sqlite'
import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import { createDynamoCheckStore } from '../../lib/adapters/dynamo/check-store.ts'
import { ensureTable } from '../../lib/adapters/dynamo/client.ts'
import { createDynamoJobLists } from '../../lib/adapters/dynamo/job-lists.ts'
import { createDynamoJobStore } from '../../lib/adapters/dynamo/job-store.ts'
import { jobTableDefinition } from '../../lib/adapters/dynamo/job-table.ts'
import { createDynamoRunStore } from '../../lib/adapters/dynamo/run-store.ts'
import { createSqliteCheckStore } from '../../lib/adapters/sqlite/check-store.ts'
import { databaseOf } from '../../lib/adapters/sqlite/database.ts'
import { FORMS } from '../../lib/adapters/sqlite/forms.ts'
import { createSqliteJobLists } from '../../lib/adapters/sqlite/job-lists.ts'
import { createSqliteJobStore } from '../../lib/adapters/sqlite/job-store.ts'
import { createSqliteRunStore } from '../../lib/adapters/sqlite/run-store.ts'
import type { CheckStore, RunStore } from '../../lib/checks/ports.ts'
import type { JobLists, JobStore } from '../../lib/jobs/job-store.ts'
import type { Clock } from '../../lib/system.ts'
import type { startDynamo } from './dynalite.ts'

type Item = Readonly<Record<string, unknown>>

/** Where a world stores what it is given, and a look at all of it. */
export interface WorldStores {
  readonly jobs: JobStore
  readonly lists: JobLists
  readonly checks: CheckStore
  readonly runs: RunStore
  /** Everything that is stored but for events. */
  items(): Promise<readonly Item[]>
  /** Every submission's events, oldest first. */
  events(): Promise<readonly Item[]>
}

const TABLES = ['records', 'jobs', 'checks', 'runs'] as const

/** Stores in a database in memory: made in a moment, and gone with the world. The contract suites hold them to all others. */
export const memoryStores = (clock: Clock): WorldStores => {
  const sqlite = new DatabaseSync(':memory:')
  for (const form of FORMS) sqlite.exec(form)
  const database = databaseOf(sqlite)
  const itemsOf = (table: string): readonly Item[] =>
    database
      .prepare(`SELECT item FROM ${table} ORDER BY 1`)
      .all()
      .map(({ item }) => JSON.parse(String(item)))
  return {
    jobs: createSqliteJobStore(database),
    lists: createSqliteJobLists(database),
    checks: createSqliteCheckStore(database),
    runs: createSqliteRunStore(database, clock),
    items: async () => TABLES.flatMap(itemsOf),
    events: async () => {
      const rows = database.prepare('SELECT item FROM events ORDER BY at, id').all()
      return rows.map(({ item }) => JSON.parse(String(item)).event)
    },
  }
}

let tables = 0

/** Stores in a table of their own, where what they ask of DynamoDB matters. */
export const dynamoStores = async ({ client, documents }: Awaited<ReturnType<typeof startDynamo>>) => {
  tables += 1
  const table = `world-${tables}`
  await ensureTable(client, jobTableDefinition(table))
  const isEvent = ({ pk }: Item) => String(pk).startsWith('EVENTS#')
  const scan = async (): Promise<readonly Item[]> => {
    const { Items = [] } = await documents.send(new ScanCommand({ TableName: table, ConsistentRead: true }))
    return Items
  }
  const open = (clock: Clock): WorldStores => ({
    jobs: createDynamoJobStore(documents, table),
    lists: createDynamoJobLists(documents, table),
    checks: createDynamoCheckStore(documents, table),
    runs: createDynamoRunStore(documents, table, clock),
    items: async () => (await scan()).filter(item => !isEvent(item)),
    events: async () => (await scan()).filter(isEvent).sort((a, b) => (String(a.sk) < String(b.sk) ? -1 : 1)),
  })
  return { table, open }
}
