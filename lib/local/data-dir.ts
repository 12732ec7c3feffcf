import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createFile, makeFolder } from '../adapters/folder/whole-file.ts'
import type { KeysFileContents } from '../adapters/secrets/file-keys.ts'
import { DATABASE_FILE, MARK_FILE, MENDING, UnusableStore } from '../adapters/sqlite/check-store-files.ts'
import type { Database } from '../adapters/sqlite/database.ts'
import { factTable } from '../adapters/sqlite/facts.ts'
import { FolderInUse, type Lock, lock } from '../adapters/sqlite/lock.ts'
import { openStore } from '../adapters/sqlite/open-store.ts'
import type { Log, NewId, RandomBytes } from '../system.ts'
import { CannotStart } from './cannot-start.ts'
import { EXAMPLE_KEY } from './example-key.ts'
import { machineFault } from './machine-fault.ts'
import { importOldTables, OLD_TABLES } from './old-tables.ts'
import { takeFolder } from './own-folder.ts'
import { openSecrets, type Secrets } from './secrets.ts'

/** The one team there is out of the box. */
export const LOCAL_TEAM = 'local'

/** The keys until others are put there. */
export const OUT_OF_THE_BOX: KeysFileContents = { teams: { [LOCAL_TEAM]: [EXAMPLE_KEY] } }

/** Where everything lies in the data folder. */
export interface DataDir extends Secrets {
  readonly database: Database
  readonly archive: string
  readonly keysFile: string
  /** Events that other processes leave for the history. */
  readonly eventSpool: string
  /** One JSON object a line: the notices of checks. */
  readonly noticesFile: string
  /** What could not be delivered to webhooks. */
  readonly deadLettersFile: string
  /** What is still to be delivered to webhooks. */
  readonly spool: string
  /** Where the depot puts PDFs and logs, a folder for each bucket. */
  readonly buckets: string
  /** Closes the database, and lets another process open the folder. */
  release(): Promise<void>
}

/** Events of commands that change keys, for the server to take in. */
export const eventSpoolIn = (dataDir: string) => join(dataDir, 'events-to-come.jsonl')

export const keysFileIn = (dataDir: string) => join(dataDir, 'keys.json')

/** Who holds its lock works on the data folder. */
export const LOCK_FILE = 'waybill.lock'

/** The folder of SIGNATURE files and PDFs in a data folder. */
export const archiveIn = (dataDir: string) => join(dataDir, 'archive')

/** Another process works on the data folder; two at once would spoil it. */
export class DataDirInUse extends CannotStart {
  override readonly name = 'DataDirInUse'
}

interface DataDirDeps {
  readonly randomBytes: RandomBytes
  readonly newId: NewId
  readonly log: Log
  /** The keys of a folder that has none yet. Default: the example key, for team `local` */
  readonly firstKeys?: KeysFileContents
}

/**
 * Makes the data folder ready; what is there stays. Secrets are readable by their owner only.
 *
 * @throws DataDirInUse
 * @throws CannotStart if something in it is missing or damaged
 */
export const openDataDir = (path: string, deps: DataDirDeps): Promise<DataDir> =>
  open(path, deps).catch((error: unknown) => {
    throw whyNot(path, error)
  })

const open = async (path: string, deps: DataDirDeps): Promise<DataDir> => {
  await takeFolder(path)
  const held = lockDataDir(path)
  let database: Database | undefined
  try {
    mustNotLookNew(path)
    const opened = openStore(path, deps.newId)
    database = opened
    // Only once there is a database: an archive without one shows that it was lost.
    await makeFolder(archiveIn(path))
    await importOldTables(path, { ...deps, database: opened, archive: archiveIn(path) })
    const secrets = await openSecrets(path, { ...deps, database: opened })
    await openKeysFile(keysFileIn(path), deps, opened)
    return {
      ...secrets,
      database: opened,
      archive: archiveIn(path),
      keysFile: keysFileIn(path),
      eventSpool: eventSpoolIn(path),
      buckets: join(path, 'buckets'),
      noticesFile: join(path, 'notices.jsonl'),
      deadLettersFile: join(path, 'dead-letters.jsonl'),
      spool: join(path, 'spool'),
      release: async () => {
        await opened.close()
        held.release()
      },
    }
  } catch (error) {
    await database?.close()
    held.release()
    throw error
  }
}

const whyNot = (path: string, error: unknown): unknown => {
  if (error instanceof CannotStart) return error
  if (error instanceof UnusableStore) return new CannotStart(error.message, { cause: error })
  const fault = machineFault(error)
  if (fault === undefined) return error
  return new CannotStart(
    `the data folder ${path} cannot be used: ${fault}. Make it usable, or set WAYBILL_DATA_DIR to another folder.`,
    { cause: error },
  )
}

/**
 * Keeps every other process of Waybill out of a data folder.
 *
 * @throws DataDirInUse
 */
export const lockDataDir = (path: string): Lock => {
  try {
    return lock(join(path, LOCK_FILE))
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error
    throw new DataDirInUse(
      `another process works on the data folder ${path}; stop it, or set WAYBILL_DATA_DIR to another folder.`,
    )
  }
}

/**
 * A folder with an archive and without a database has lost it.
 *
 * @throws CannotStart
 */
const mustNotLookNew = (path: string) => {
  const isOlder = existsSync(join(path, OLD_TABLES))
  const isThere = [DATABASE_FILE, MARK_FILE].some(name => existsSync(join(path, name)))
  if (isOlder || isThere || !existsSync(archiveIn(path))) return
  throw new CannotStart(`${join(path, DATABASE_FILE)} is missing, and ${archiveIn(path)} belongs to it. ${MENDING}`)
}

/** The example key must never replace keys of one's own. */
const openKeysFile = async (path: string, { newId, firstKeys = OUT_OF_THE_BOX }: DataDirDeps, database: Database) => {
  const facts = factTable(database)
  const fact = { name: 'keys file', value: 'made' }
  if (facts.get(fact.name) === undefined) {
    await createFile(path, `${JSON.stringify(firstKeys, null, 2)}\n`, newId)
    await database.write(() => facts.put(fact))
  } else if (!existsSync(path)) {
    throw new CannotStart(
      `${path} is missing, which held the signing keys. Put it back, restore a backup with \`waybill restore\`, or add a key with \`waybill keys put\`.`,
    )
  }
}
