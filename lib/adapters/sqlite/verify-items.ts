import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { archiveSumTable } from './archive-sums.ts'
import { DATABASE_FILE } from './check-store-files.ts'
import { preparing } from './database.ts'
import { TABLES } from './tables.ts'

/** What a store holds, and what of it is not as it was written. */
export interface VerifiedItems {
  readonly counts: Readonly<Record<string, number>>
  readonly damaged: readonly string[]
  readonly commits: number
  /** Hex SHA-256 of every file of the archive, by name. What waits in the database is not a file yet. */
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
      const count = database.prepare(`SELECT count(*) AS n FROM ${name}`).get()
      return [name, Number(count?.n)] as const
    })
    const damaged = Object.values(TABLES).flatMap(table => [...table(database).damaged()])
    const sums = archiveSumTable(database)
    const ofFiles = database.prepare('SELECT * FROM archiveSums WHERE name NOT IN (SELECT name FROM archiveQueue)')
    const archived = damaged.length > 0 ? [] : [...ofFiles.each()].map(sums.read)
    return {
      counts: Object.fromEntries(counts),
      damaged,
      commits: Number(database.prepare('SELECT commits FROM progress').get()?.commits),
      archived: new Map(archived.map(({ name, sha256 }) => [name, sha256])),
    }
  } finally {
    sqlite.close()
  }
}
