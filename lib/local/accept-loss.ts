import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '../adapters/folder/whole-file.ts'
import { checkStoreFiles, DATABASE_FILE, MARK_FILE, UnusableStore } from '../adapters/sqlite/check-store-files.ts'
import { writeMark } from '../adapters/sqlite/commit-mark.ts'
import type { Clock, NewId } from '../system.ts'
import { lockDataDir } from './data-dir.ts'

const ADVICE =
  'Start Waybill, and run "waybill recover" to have the jobs adopted that the service knows and Waybill does not.'

/**
 * Accepts a store that Waybill refuses. A readable database stays, with the commits that it has; one that
 * cannot is put aside, and the next start makes an empty one.
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
    for (const name of [DATABASE_FILE, `${DATABASE_FILE}-wal`, `${DATABASE_FILE}-shm`, MARK_FILE]) {
      if (existsSync(join(dataDir, name))) await rename(join(dataDir, name), join(aside, name))
    }
    writeMark(join(dataDir, MARK_FILE), { storeId: newId(), commits: 0 })
    return `Put what is left of the database into ${aside}; the next start makes an empty one. ${ADVICE}`
  } finally {
    held.release()
  }
}
