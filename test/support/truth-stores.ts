import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import { createDynamoHistory } from '../../lib/adapters/dynamo/audit-history.ts'
import { ensureTable } from '../../lib/adapters/dynamo/client.ts'
import { createDynamoDepotJobs } from '../../lib/adapters/dynamo/depot-jobs.ts'
import { depotTableDefinition } from '../../lib/adapters/dynamo/depot-table.ts'
import { createDynamoJobLists } from '../../lib/adapters/dynamo/job-lists.ts'
import { createDynamoJobStore } from '../../lib/adapters/dynamo/job-store.ts'
import { jobTableDefinition } from '../../lib/adapters/dynamo/job-table.ts'
import { createSqliteDepotJobs } from '../../lib/adapters/sqlite/depot-jobs.ts'
import { createSqliteHistory } from '../../lib/adapters/sqlite/history.ts'
import { createSqliteJobLists } from '../../lib/adapters/sqlite/job-lists.ts'
import { createSqliteJobStore } from '../../lib/adapters/sqlite/job-store.ts'
import { jobTable, recordTable } from '../../lib/adapters/sqlite/job-tables.ts'
import { openStore } from '../../lib/adapters/sqlite/open-store.ts'
import type { History } from '../../lib/audit/ports.ts'
import type { DepotJobs } from '../../lib/depot/ports.ts'
import type { JobLists, JobStore } from '../../lib/jobs/job-store.ts'
import type { Clock } from '../../lib/system.ts'
import type { startDynamo } from './dynalite.ts'

/** Where a world stores its jobs and the depot's, and all that lies there. */
export interface TruthStores {
  readonly jobs: JobStore
  readonly lists: JobLists
  readonly history: History
  readonly depotJobs: DepotJobs
  /** `sk` tells what an item is: `RECORD`, `JOB` and others. */
  items(): Promise<readonly Readonly<Record<string, unknown>>[]>
  stop(): Promise<void>
}

export const openDynamoTruth = async (
  { client, documents }: Awaited<ReturnType<typeof startDynamo>>,
  clock: Clock,
): Promise<TruthStores> => {
  const table = `truth-${randomUUID()}`
  const depotTable = `depot-${randomUUID()}`
  await ensureTable(client, jobTableDefinition(table))
  await ensureTable(client, depotTableDefinition(depotTable))
  return {
    jobs: createDynamoJobStore(documents, table),
    lists: createDynamoJobLists(documents, table),
    history: createDynamoHistory(documents, table, clock),
    depotJobs: createDynamoDepotJobs(documents, depotTable, { clock, newId: randomUUID }),
    items: async () => {
      const { Items = [] } = await documents.send(new ScanCommand({ TableName: table, ConsistentRead: true }))
      return Items
    },
    stop: async () => undefined,
  }
}

export const openSqliteTruth = (clock: Clock): TruthStores => {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-truth-'))
  const database = openStore(folder, randomUUID)
  const records = recordTable(database)
  const jobs = jobTable(database)
  return {
    jobs: createSqliteJobStore(database),
    lists: createSqliteJobLists(database),
    history: createSqliteHistory(database),
    depotJobs: createSqliteDepotJobs(database, clock),
    items: async () => [
      ...database
        .prepare('SELECT * FROM records')
        .all()
        .map(row => ({ sk: 'RECORD', ...records.read(row) })),
      ...database
        .prepare('SELECT * FROM jobs')
        .all()
        .map(row => ({ sk: 'JOB', ...jobs.read(row) })),
    ],
    stop: async () => {
      await database.close()
      rmSync(folder, { recursive: true })
    },
  }
}
