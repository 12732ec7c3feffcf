import { DatabaseSync } from 'node:sqlite'
import { createSqliteCheckStore } from '../../lib/adapters/sqlite/check-store.ts'
import { databaseOf } from '../../lib/adapters/sqlite/database.ts'
import { createSqliteDeliveryStore } from '../../lib/adapters/sqlite/delivery-store.ts'
import { FORMS } from '../../lib/adapters/sqlite/forms.ts'
import { createSqliteHistory } from '../../lib/adapters/sqlite/history.ts'
import { createSqliteJobLists } from '../../lib/adapters/sqlite/job-lists.ts'
import { createSqliteJobOutbox } from '../../lib/adapters/sqlite/job-outbox.ts'
import { createSqliteJobStore } from '../../lib/adapters/sqlite/job-store.ts'
import { createSqliteRunStore } from '../../lib/adapters/sqlite/run-store.ts'
import { createSqliteSubscriptionStore } from '../../lib/adapters/sqlite/subscription-store.ts'
import type { History } from '../../lib/audit/ports.ts'
import type { CheckStore, RunStore } from '../../lib/checks/ports.ts'
import type { JobLists, JobStore } from '../../lib/jobs/job-store.ts'
import type { DeliveryStore, JobOutbox, SubscriptionStore } from '../../lib/subscriptions/ports.ts'
import type { Clock } from '../../lib/system.ts'

export type Item = Readonly<Record<string, unknown>>

/** Where a world stores what it is given, and a look at all of it. */
export interface WorldStores {
  readonly jobs: JobStore
  readonly lists: JobLists
  readonly history: History
  readonly checks: CheckStore
  readonly runs: RunStore
  readonly subscriptions: SubscriptionStore
  readonly deliveries: DeliveryStore
  readonly outbox: JobOutbox
  /** Everything that is stored but for events. */
  items(): Promise<readonly Item[]>
  /** The same, table by table, with all that is stored beside items. */
  rows(): Promise<readonly unknown[]>
  /** All events that are more than what a record says, oldest first. */
  events(): Promise<readonly Item[]>
}

const TABLES = ['records', 'jobs', 'checks', 'runs'] as const

/** `progress` counts writes, those of history too. */
const allTables = (sqlite: DatabaseSync): readonly string[] =>
  sqlite
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .all()
    .map(({ name }) => String(name))
    .filter(name => !['history', 'progress'].includes(name) && !name.startsWith('sqlite_'))

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
    history: createSqliteHistory(database),
    checks: createSqliteCheckStore(database),
    runs: createSqliteRunStore(database, clock),
    subscriptions: createSqliteSubscriptionStore(database),
    deliveries: createSqliteDeliveryStore(database, clock),
    outbox: createSqliteJobOutbox(database),
    rows: async () => allTables(sqlite).map(name => database.prepare(`SELECT * FROM ${name} ORDER BY 1`).all()),
    items: async () => TABLES.flatMap(itemsOf),
    events: async () => {
      const rows = database.prepare('SELECT item FROM history ORDER BY position').all()
      // In DynamoDB the record itself is the first event of a job.
      return rows.map(({ item }) => JSON.parse(String(item))).filter(({ id }) => !String(id).endsWith('-submitted'))
    },
  }
}
