import { existsSync } from 'node:fs'
import { copyFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { isErrno } from '../adapters/folder/errno.ts'
import { makeFolder } from '../adapters/folder/whole-file.ts'
import { checkStoreFiles, DATABASE_FILE, MARK_FILE, UnusableStore } from '../adapters/sqlite/check-store-files.ts'
import { writeMark } from '../adapters/sqlite/commit-mark.ts'
import { openStore } from '../adapters/sqlite/open-store.ts'
import { salvage } from '../adapters/sqlite/salvage.ts'
import { storeFailure } from '../adapters/sqlite/store-failure.ts'
import { type Clock, DamagedStore, type NewId } from '../system.ts'
import { lockDataDir } from './data-dir.ts'

const ADVICE =
  'Start Waybill, and run "waybill recover" to have the jobs adopted that the service knows and Waybill does not.'

/**
 * Accepts a store that Waybill refuses. A readable database stays, with the commits that it has. Otherwise its whole items
 * go into a new one.
 *
 * @returns what was done, in sentences
 * @throws DataDirInUse
 */
export const acceptLoss = async (
  dataDir: string,
  { clock, newId }: { readonly clock: Clock; readonly newId: NewId },
): Promise<string> => {
  const held = lockDataDir(dataDir)
  try {
    const files = checkStoreFiles(dataDir, { acceptLoss: true })
    const mark = files.is === 'none' ? { storeId: newId(), commits: 0 } : files.mark
    writeMark(join(dataDir, MARK_FILE), mark)
    return `Accepted ${dataDir} as it is, with ${mark.commits} commits. ${ADVICE}`
  } catch (error) {
    if (!(error instanceof UnusableStore) || error.isNewer) throw error
    const aside = join(dataDir, `damaged-${clock().toISOString().replaceAll(':', '')}`)
    await makeFolder(aside)
    // First the mark of a store that is only begun, so that what is without a database does not look whole.
    if (existsSync(join(dataDir, MARK_FILE))) await copyFile(join(dataDir, MARK_FILE), join(aside, MARK_FILE))
    for (const name of [`${DATABASE_FILE}-shm`, `${DATABASE_FILE}-wal`, DATABASE_FILE]) {
      if (existsSync(join(dataDir, name))) await rename(join(dataDir, name), join(aside, name))
    }
    writeMark(join(dataDir, MARK_FILE), { storeId: newId(), commits: 0 })
    const counts = await rebuild(aside, dataDir, newId)
    return `Put the damaged database into ${aside}, and made another with what is whole of it: ${counts}. ${ADVICE}`
  } finally {
    held.release()
  }
}

const rebuild = async (damaged: string, dataDir: string, newId: NewId): Promise<string> => {
  const database = openStore(dataDir, newId)
  try {
    const {
      jobs = 0,
      depotJobs = 0,
      checks = 0,
    } = await salvage(damaged, database).catch((error: unknown) => {
      // Not even its tables can be read.
      if (storeFailure(error) instanceof DamagedStore || isErrno(error, 'ERR_SQLITE_ERROR')) return NOTHING
      throw error
    })
    return `${jobs} jobs, ${depotJobs} jobs of the depot, ${checks} checks`
  } finally {
    await database.close()
  }
}

const NOTHING: Readonly<Record<string, number>> = {}
