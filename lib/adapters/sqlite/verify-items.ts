import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { archiveSumTable } from './archive-sums.ts'
import { DATABASE_FILE } from './check-store-files.ts'
import { checkTable, digestTable, runTable } from './check-tables.ts'
import { preparing } from './database.ts'
import { depotJobTable, quotaTable } from './depot-tables.ts'
import { factTable, STORE_ID } from './facts.ts'
import { eventTable, jobTable, recordTable } from './job-tables.ts'

const TABLES = {
  facts: factTable,
  submissions: recordTable,
  jobs: jobTable,
  events: eventTable,
  checks: checkTable,
  digests: digestTable,
  runs: runTable,
  depotJobs: depotJobTable,
  depotQuotas: quotaTable,
  archived: archiveSumTable,
} as const

const SQL_NAMES: Readonly<Record<string, string>> = { submissions: 'records', archived: 'archiveSums' }

/** What a store holds, and what of it is not as it was written. */
export interface VerifiedItems {
  readonly counts: Readonly<Record<string, number>>
  readonly damaged: readonly string[]
  readonly commits: number
  readonly storeId: string
  /** Hex SHA-256 of everything in the archive, by name. */
  readonly archived: ReadonlyMap<string, string>
}

/** Reads every item of a store that `checkStoreFiles` has found whole. It may be in use. */
export const verifyItems = (folder: string): VerifiedItems => {
  const sqlite = new DatabaseSync(join(folder, DATABASE_FILE), { readOnly: true })
  try {
    const database = { prepare: preparing(sqlite) }
    // One moment of the store, even if others write to it meanwhile.
    sqlite.exec('BEGIN')
    const counts = Object.keys(TABLES).map(name => {
      const count = database.prepare(`SELECT count(*) AS n FROM ${SQL_NAMES[name] ?? name}`).get()
      return [name, Number(count?.n)] as const
    })
    const damaged = Object.values(TABLES).flatMap(table => [...table(database).damaged()])
    const sums = archiveSumTable(database)
    const archived = damaged.length > 0 ? [] : [...database.prepare('SELECT * FROM archiveSums').each()].map(sums.read)
    return {
      counts: Object.fromEntries(counts),
      damaged,
      commits: Number(database.prepare('SELECT commits FROM progress').get()?.commits),
      storeId: factTable(database).get(STORE_ID)?.value ?? '',
      archived: new Map(archived.map(({ name, sha256 }) => [name, sha256])),
    }
  } finally {
    sqlite.close()
  }
}
