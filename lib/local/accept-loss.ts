import { existsSync } from 'node:fs'
import { link, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isErrno } from '../adapters/folder/errno.ts'
import { flushFolder, makeFolder } from '../adapters/folder/whole-file.ts'
import { checkStoreFiles, DATABASE_FILE, MARK_FILE, UnusableStore } from '../adapters/sqlite/check-store-files.ts'
import { writeMark } from '../adapters/sqlite/commit-mark.ts'
import type { Database } from '../adapters/sqlite/database.ts'
import { openStore } from '../adapters/sqlite/open-store.ts'
import { salvage } from '../adapters/sqlite/salvage.ts'
import { mayBeWhole, storeFailure } from '../adapters/sqlite/store-failure.ts'
import { type Clock, DamagedStore, type NewId } from '../system.ts'
import { RESTORING } from './backup.ts'
import { lockDataDir } from './data-dir.ts'

const ADVICE =
  'Start Waybill, and run "waybill recover" to have the jobs adopted that the service knows and Waybill does not.'

/**
 * Accepts a store that Waybill refuses. A readable database stays, with the commits that it has. Otherwise its whole items
 * go into a new one, which takes its place once all of them are there.
 *
 * @returns what was done, in sentences
 * @throws DataDirInUse
 * @throws Error of SQLite or the operating system, if the database cannot be read and may be whole all the same
 */
export const acceptLoss = async (dataDir: string, deps: AcceptDeps): Promise<string> => {
  const held = lockDataDir(dataDir)
  try {
    const files = checkStoreFiles(dataDir, { acceptLoss: true })
    const mark = files.is === 'none' ? { storeId: deps.newId(), commits: 0 } : files.mark
    writeMark(join(dataDir, MARK_FILE), mark)
    return `Accepted ${dataDir} as it is, with ${mark.commits} commits. ${ADVICE}`
  } catch (error) {
    if (!(error instanceof UnusableStore) || error.isNewer) throw error
    return await replaceDamaged(dataDir, deps)
  } finally {
    held.release()
  }
}

interface AcceptDeps {
  readonly clock: Clock
  readonly newId: NewId
}

/** Whatever ends it before its end leaves the damaged database where it was. */
const replaceDamaged = async (dataDir: string, { clock, newId }: AcceptDeps): Promise<string> => {
  const rebuilt = join(dataDir, RESTORING)
  const aside = join(dataDir, `damaged-${clock().toISOString().replaceAll(':', '')}`)
  try {
    await rm(rebuilt, { recursive: true, force: true })
    await makeFolder(rebuilt)
    const counts = await rebuild(dataDir, rebuilt, newId)
    await makeFolder(aside)
    for (const name of STORE_FILES) {
      if (existsSync(join(dataDir, name))) await link(join(dataDir, name), join(aside, name))
    }
    await flushFolder(aside)
    // A log that is left would be taken for the new database's.
    for (const name of LOG_FILES) await rm(join(dataDir, name), { force: true })
    for (const name of [DATABASE_FILE, MARK_FILE]) await rename(join(rebuilt, name), join(dataDir, name))
    await flushFolder(dataDir)
    return `Put the damaged database into ${aside}, and made another with what is whole of it: ${counts}. ${ADVICE}`
  } finally {
    await rm(rebuilt, { recursive: true, force: true })
  }
}

const LOG_FILES = [`${DATABASE_FILE}-shm`, `${DATABASE_FILE}-wal`]
const STORE_FILES = [...LOG_FILES, DATABASE_FILE, MARK_FILE]

const rebuild = async (damaged: string, folder: string, newId: NewId): Promise<string> => {
  const database = openStore(folder, newId)
  try {
    const { jobs = 0, depotJobs = 0, checks = 0 } = await salvaged(damaged, database)
    return `jobs: ${jobs}, jobs of the depot: ${depotJobs}, checks: ${checks}`
  } finally {
    await database.close()
  }
}

const salvaged = async (damaged: string, database: Database): Promise<Readonly<Record<string, number>>> => {
  if (!existsSync(join(damaged, DATABASE_FILE))) return {}
  try {
    return await salvage(damaged, database)
  } catch (error) {
    if (mayBeWhole(error)) throw error
    // Not even its tables can be read.
    if (storeFailure(error) instanceof DamagedStore || isErrno(error, 'ERR_SQLITE_ERROR')) return {}
    throw error
  }
}
