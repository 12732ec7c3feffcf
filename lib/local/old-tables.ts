import { hash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, rename } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { createDocumentClient, createDynamoClient } from '../adapters/dynamo/client.ts'
import { itemsOf } from '../adapters/dynamo/items-of.ts'
import { archiveSumTable } from '../adapters/sqlite/archive-sums.ts'
import type { Database } from '../adapters/sqlite/database.ts'
import { factTable } from '../adapters/sqlite/facts.ts'
import { importer } from '../adapters/sqlite/import-items.ts'
import type { Log } from '../system.ts'
import { CannotStart } from './cannot-start.ts'
import { close, listen } from './http-server.ts'

/** Where Waybill had its tables before it had a database. */
export const OLD_TABLES = 'tables'
const OLD_LOCK = 'lock'
/** What they are called once everything has been taken over. */
export const TAKEN_OVER = 'tables-taken-over'

interface ImportDeps {
  readonly database: Database
  /** The folder of SIGNATURE files and PDFs, which stays as it is. */
  readonly archive: string
  readonly log: Log
}

const FACT = { name: 'old tables', value: 'taken over' }

/**
 * Takes over what an older Waybill left in its tables, once. Nothing is served before all of it is there; if anything ends the
 * process meanwhile, the next start begins again.
 *
 * @throws CannotStart if they cannot be read here
 */
export const importOldTables = async (folder: string, { database, archive, log }: ImportDeps): Promise<void> => {
  const path = join(folder, OLD_TABLES)
  if (!existsSync(path)) return
  const facts = factTable(database)
  if (facts.get(FACT.name) === undefined) {
    const counts = await readOldTables(path, database)
    await addArchiveSums(archive, database)
    await database.write(() => facts.put(FACT))
    log.info('took over the tables of an older Waybill', counts)
  }
  await rename(path, join(folder, TAKEN_OVER))
  await rename(join(folder, OLD_LOCK), join(folder, TAKEN_OVER, OLD_LOCK)).catch(() => undefined)
}

const readOldTables = async (path: string, database: Database) => {
  const { default: dynalite } = await import('dynalite').catch((error: unknown) => {
    throw new CannotStart(
      `${path} holds the tables of an older Waybill, which only the package "dynalite" reads. Run "npm ci" without leaving out the development dependencies, and start again: it is needed this once.`,
      { cause: error },
    )
  })
  const tables = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
  // Open for the time of this one start only, before anything is served.
  const client = createDynamoClient(await listen(tables, 0))
  const documents = createDocumentClient(client)
  try {
    const add = importer(database)
    for await (const items of itemsOf(documents, 'waybill')) await database.write(() => items.forEach(add.job))
    for await (const items of itemsOf(documents, 'waybill-depot')) await database.write(() => items.forEach(add.depot))
    return add.counts()
  } finally {
    client.destroy()
    await close(tables)
  }
}

/** What lies in the archive now is what it will be compared with from now on. */
const addArchiveSums = async (archive: string, database: Database) => {
  const sums = archiveSumTable(database)
  const entries = await readdir(archive, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.endsWith('.tmp')) continue
    const path = join(entry.parentPath, entry.name)
    const name = relative(archive, path).split(sep).join('/')
    const sha256 = hash('sha256', await readFile(path))
    await database.write(() => sums.put({ name, sha256 }))
  }
}
